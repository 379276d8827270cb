/** The words of the product's pages. Each room loads with its pages. */
export const productRooms = {
  example: () => import('./example.ts'),
  notes: () => import('./notes.ts'),
}
