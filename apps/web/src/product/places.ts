import { pages } from '@latchkey/contracts/pages'

/** The product's pages that the header links to, by their names in the catalogue. */
export const productPlaces = [
  { to: pages.notes, name: 'notes' },
  { to: pages.example, name: 'example' },
] as const
