/** The words of the product's pages. Each room loads with its pages. */
export const productRooms = {
  home: () => import('./home.ts'),
  notes: () => import('./notes.ts'),
}
