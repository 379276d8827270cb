import type { LazyPage } from '../platform/lazy-page.ts'
import type { Route } from '../platform/router/router.ts'
import { homeRoute } from './example/route.ts'
import { notesRoute } from './notes/route.ts'

/** The product's pages, all for people who are signed in. */
export const productRoutes = (page: LazyPage): Route[] => [homeRoute(page), notesRoute(page)]
