import { pages } from '@latchkey/contracts/pages'
import { createRoute } from '@tanstack/react-router'
import { lazyPage } from '../platform/lazy-page.ts'
import { signedIn } from '../routes.ts'
import { privateQuery } from './example/queries.ts'
import { notes } from './notes/route.ts'

/** Where a sign-in leads: replace the page, and keep the route. */
const home = createRoute({
  getParentRoute: () => signedIn,
  path: pages.home,
  loader: ({ context }) => context.queryClient.ensureQueryData(privateQuery),
  component: lazyPage(() => import('./example/private-page.tsx'), 'PrivatePage'),
})

/** The product's pages, all for people who are signed in. */
export const productRoutes = [home, notes] as const
