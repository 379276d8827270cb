import type * as en from '../en/web.ts'

export const productRooms: typeof en.productRooms = {
  example: () => import('./example.ts'),
  notes: () => import('./notes.ts'),
}
