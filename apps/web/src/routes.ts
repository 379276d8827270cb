import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute } from '@tanstack/react-router'
import { requireSession } from './auth/session/require-session.ts'
import { lazyPage } from './platform/lazy-page.ts'
import { ErrorPage } from './platform/ui/error-page.tsx'
import { SkeletonPage } from './platform/ui/skeleton.tsx'
import { Root } from './root.tsx'

/** Above every page. */
export const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Root,
  errorComponent: ErrorPage,
})

/** Whoever wants a page below this one must be signed in: the pages hold nothing secret, the API guards what does. */
export const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: lazyPage(() => import('./auth/session/signed-in-layout.tsx'), 'SignedInLayout'),
  pendingComponent: SkeletonPage,
  errorComponent: ErrorPage,
  beforeLoad: ({ context, location }) => requireSession(context.queryClient, location.href),
})
