import type { LazyPage } from '../platform/lazy-page.ts'
import type { Route } from '../platform/router/router.ts'
import { exampleRoute } from './example/route.ts'
import { homeRoute } from './home-route.ts'
import { notesRoute } from './notes/route.ts'

/** The product's pages, all for people who are signed in. */
export const productRoutes = (page: LazyPage): Route[] => [homeRoute, exampleRoute(page), notesRoute(page)]
