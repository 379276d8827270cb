import { pages } from '@latchkey/contracts/pages'
import { createRoute } from '@tanstack/react-router'
import type { LazyPage } from '../../platform/lazy-page.ts'
import type { SignedInRoute } from '../../routes.ts'
import { privateQuery } from './queries.ts'

export const exampleRoute = (signedIn: SignedInRoute, page: LazyPage) =>
  createRoute({
    getParentRoute: () => signedIn,
    path: pages.example,
    loader: ({ context }) => context.queryClient.ensureQueryData(privateQuery),
    component: page(() => import('./example-page.tsx'), 'ExamplePage', 'example'),
  })
