import { pages } from '@latchkey/contracts/pages'

/** The product's pages that the header links to. */
export const productPlaces = [{ to: pages.notes, name: 'Notes' }] as const
