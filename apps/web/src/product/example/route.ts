import { pages } from '@latchkey/contracts/pages'
import type { LazyPage } from '../../platform/lazy-page.ts'
import type { Route } from '../../platform/router/router.ts'
import { privateQuery } from './queries.ts'

/** The page after a sign-in. Replace the page, and keep the route. */
export const homeRoute = (page: LazyPage): Route => ({
  path: pages.home,
  loader: queryClient => queryClient.ensureQueryData(privateQuery),
  component: page(() => import('./private-page.tsx'), 'PrivatePage', 'home', 'times', 'clients'),
})
