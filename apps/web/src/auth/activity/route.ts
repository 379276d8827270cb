import { pages } from '@latchkey/contracts/pages'
import { createRoute } from '@tanstack/react-router'
import { lazyPage } from '../../platform/lazy-page.ts'
import { signedIn } from '../../routes.ts'

export const activity = createRoute({
  getParentRoute: () => signedIn,
  path: pages.activity,
  component: lazyPage(() => import('./activity-page.tsx'), 'ActivityPage'),
})
