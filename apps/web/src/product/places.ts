import { pages } from '@latchkey/contracts/pages'

/** What of the product's pages stands in the header. */
export const productPlaces = [{ to: pages.notes, name: 'Notes' }] as const
