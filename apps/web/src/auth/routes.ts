import { pages } from '@latchkey/contracts/pages'
import { createRoute } from '@tanstack/react-router'
import type { LazyPage } from '../platform/lazy-page.ts'
import { root, type SignedInRoute } from '../routes.ts'
import { activityRoute } from './activity/route.ts'
import { sessionsQuery } from './devices/queries.ts'
import { LoginPage } from './sign-in/login-page.tsx'

const getParentRoute = () => root

/** The ways to sign in, and to get an account or get one back. */
export const visitorRoutes = (page: LazyPage) =>
  [
    createRoute({
      getParentRoute,
      path: pages.login,
      // In the first chunk, unlike the other pages: it is where most visits begin.
      component: LoginPage,
      validateSearch: (search): { return?: string } =>
        typeof search.return === 'string' ? { return: search.return } : {},
    }),
    createRoute({
      getParentRoute,
      path: pages.signUp,
      component: page(() => import('./sign-up/sign-up-page.tsx'), 'SignUpPage'),
    }),
    createRoute({
      getParentRoute,
      path: pages.verify,
      component: page(() => import('./sign-up/verify-page.tsx'), 'VerifyPage'),
    }),
    createRoute({
      getParentRoute,
      path: pages.forgot,
      component: page(() => import('./recovery/forgot-page.tsx'), 'ForgotPage'),
    }),
    createRoute({
      getParentRoute,
      path: pages.reset,
      component: page(() => import('./recovery/reset-page.tsx'), 'ResetPage'),
    }),
    createRoute({
      getParentRoute,
      path: pages.notMe,
      component: page(() => import('./recovery/not-me-page.tsx'), 'NotMePage'),
    }),
  ] as const

/** What signed-in people see and change of their account. */
export function accountRoutes(signedIn: SignedInRoute, page: LazyPage) {
  const getParentRoute = () => signedIn
  return [
    createRoute({
      getParentRoute,
      path: pages.devices,
      loader: ({ context }) => context.queryClient.ensureQueryData(sessionsQuery),
      component: page(() => import('./devices/devices-page.tsx'), 'DevicesPage'),
    }),
    createRoute({
      getParentRoute,
      path: pages.settings,
      component: page(() => import('./account/settings-page.tsx'), 'SettingsPage'),
    }),
    activityRoute(signedIn, page),
    createRoute({
      getParentRoute,
      path: pages.confirmEmail,
      component: page(() => import('./account/confirm-email-page.tsx'), 'ConfirmEmailPage'),
    }),
  ] as const
}
