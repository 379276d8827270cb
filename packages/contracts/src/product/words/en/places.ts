/** The names of the product's pages in the navigation. */
export const productPlaces = { example: 'Example', notes: 'Notes' }
