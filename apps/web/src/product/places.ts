import { pages } from '@latchkey/contracts/pages'

/** Which of the product's pages the header leads to. */
export const productPlaces = [{ to: pages.notes, name: 'Notes' }] as const
