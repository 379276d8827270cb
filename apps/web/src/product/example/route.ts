import { pages } from '@latchkey/contracts/pages'
import { createRoute } from '@tanstack/react-router'
import type { LazyPage } from '../../platform/lazy-page.ts'
import type { SignedInRoute } from '../../routes.ts'
import { privateQuery } from './queries.ts'

/** The page after a sign-in. Replace the page, and keep the route. */
export const homeRoute = (signedIn: SignedInRoute, page: LazyPage) =>
  createRoute({
    getParentRoute: () => signedIn,
    path: pages.home,
    loader: ({ context }) => context.queryClient.ensureQueryData(privateQuery),
    component: page(() => import('./private-page.tsx'), 'PrivatePage', 'home', 'times', 'clients'),
  })
