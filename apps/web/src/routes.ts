import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute } from '@tanstack/react-router'
import { requireSession } from './auth/session/require-session.ts'
import type { Session } from './auth/session/session.ts'
import type { LazyPage } from './platform/lazy-page.ts'
import type { Secrets } from './platform/mailed-secret.ts'
import { ErrorPage } from './platform/ui/error-page.tsx'
import { SkeletonPage } from './platform/ui/skeleton.tsx'
import type { Catalogue } from './platform/words/catalogue.ts'
import { Root } from './root.tsx'

/** What every route may use. */
export interface RouterContext {
  queryClient: QueryClient
  session: Session
  secrets: Secrets
  catalogue: Catalogue
}

/** The parent of every page. */
export const root = createRootRouteWithContext<RouterContext>()({ component: Root, errorComponent: ErrorPage })

export type SignedInRoute = ReturnType<typeof signedInRoute>

/** The parent of all pages for signed-in people. The pages hold nothing secret: the API guards the data. */
export const signedInRoute = (page: LazyPage) =>
  createRoute({
    getParentRoute: () => root,
    id: 'signed-in',
    component: page(() => import('./signed-in-layout.tsx'), 'SignedInLayout', 'shell'),
    pendingComponent: SkeletonPage,
    errorComponent: ErrorPage,
    beforeLoad: ({ context, location }) => requireSession(context.session, location.href),
  })
