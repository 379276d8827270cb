import type { LazyPage } from '../platform/lazy-page.ts'
import type { SignedInRoute } from '../routes.ts'
import { exampleRoute } from './example/route.ts'
import { homeRoute } from './home-route.ts'
import { notesRoute } from './notes/route.ts'

/** The product's pages, all for people who are signed in. */
export const productRoutes = (signedIn: SignedInRoute, page: LazyPage) =>
  [homeRoute(signedIn), exampleRoute(signedIn, page), notesRoute(signedIn, page)] as const
