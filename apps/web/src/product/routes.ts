import { notes } from './notes/route.ts'

/** The product's pages, all for the signed-in. */
export const productRoutes = [notes] as const
