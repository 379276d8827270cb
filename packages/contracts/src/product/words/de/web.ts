import type * as en from '../en/web.ts'

export const productRooms: typeof en.productRooms = {
  home: () => import('./home.ts'),
  notes: () => import('./notes.ts'),
}
