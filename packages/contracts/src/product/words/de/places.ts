import type { productPlaces as en } from '../en/places.ts'

export const productPlaces: typeof en = { example: 'Beispiel', notes: 'Notizen' }
