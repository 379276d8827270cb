import { pages } from '@latchkey/contracts/pages'
import { createRoute } from '@tanstack/react-router'
import type { LazyPage } from '../../platform/lazy-page.ts'
import type { SignedInRoute } from '../../routes.ts'

export const activityRoute = (signedIn: SignedInRoute, page: LazyPage) =>
  createRoute({
    getParentRoute: () => signedIn,
    path: pages.activity,
    component: page(() => import('./activity-page.tsx'), 'ActivityPage'),
  })
