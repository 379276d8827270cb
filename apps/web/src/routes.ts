import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute } from '@tanstack/react-router'
import { lazyPage } from './lazy-page.ts'
import { Root } from './root.tsx'
import { requireSession } from './sessions/require-session.ts'
import { ErrorPage } from './ui/error-page.tsx'
import { SkeletonPage } from './ui/skeleton.tsx'

/** Above every page. */
export const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Root,
  errorComponent: ErrorPage,
})

/** Whoever wants a page below this one must be signed in: the pages hold nothing secret, the API guards what does. */
export const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: lazyPage(() => import('./sessions/signed-in-layout.tsx'), 'SignedInLayout'),
  pendingComponent: SkeletonPage,
  errorComponent: ErrorPage,
  beforeLoad: ({ context, location }) => requireSession(context.queryClient, location.href),
})
