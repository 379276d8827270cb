import { pages } from '@latchkey/contracts/pages'
import { createRoute } from '@tanstack/react-router'
import type { LazyPage } from '../platform/lazy-page.ts'
import { root, type SignedInRoute } from '../routes.ts'
import { sessionsQuery } from './devices/queries.ts'
import { LoginPage } from './sign-in/login-page.tsx'

const getParentRoute = () => root

/** The pages to sign in, sign up and recover an account. */
export const visitorRoutes = (page: LazyPage) =>
  [
    createRoute({
      getParentRoute,
      path: pages.login,
      // In the first chunk, unlike the other pages: most visits start here.
      component: LoginPage,
      validateSearch: (search): { return?: string } =>
        typeof search.return === 'string' ? { return: search.return } : {},
    }),
    createRoute({
      getParentRoute,
      path: pages.signUp,
      component: page(
        () => import('./sign-up/sign-up-page.tsx'),
        'SignUpPage',
        'signUp',
        'sendAgain',
        'strength',
        'moreFields',
      ),
    }),
    createRoute({
      getParentRoute,
      path: pages.verify,
      component: page(
        () => import('./sign-up/verify-page.tsx'),
        'VerifyPage',
        'signUp',
        'links',
        'strength',
        'moreFields',
      ),
    }),
    createRoute({
      getParentRoute,
      path: pages.forgot,
      component: page(() => import('./recovery/forgot-page.tsx'), 'ForgotPage', 'recovery', 'sendAgain'),
    }),
    createRoute({
      getParentRoute,
      path: pages.reset,
      component: page(
        () => import('./recovery/reset-page.tsx'),
        'ResetPage',
        'recovery',
        'links',
        'strength',
        'moreFields',
      ),
    }),
    createRoute({
      getParentRoute,
      path: pages.notMe,
      component: page(() => import('./recovery/not-me-page.tsx'), 'NotMePage', 'recovery', 'links', 'moreFields'),
    }),
    createRoute({
      getParentRoute,
      path: pages.keepAccount,
      component: page(() => import('./recovery/keep-page.tsx'), 'KeepPage', 'recovery', 'links', 'moreFields'),
    }),
    createRoute({
      getParentRoute,
      path: pages.cancelEmail,
      component: page(
        () => import('./recovery/cancel-email-page.tsx'),
        'CancelEmailPage',
        'recovery',
        'links',
        'moreFields',
      ),
    }),
  ] as const

/** The pages where signed-in people see and change their account. */
export function accountRoutes(signedIn: SignedInRoute, page: LazyPage) {
  const getParentRoute = () => signedIn
  return [
    createRoute({
      getParentRoute,
      path: pages.devices,
      loader: ({ context }) => context.queryClient.ensureQueryData(sessionsQuery),
      component: page(() => import('./devices/devices-page.tsx'), 'DevicesPage', 'devices', 'times', 'clients'),
    }),
    createRoute({
      getParentRoute,
      path: pages.activity,
      component: page(() => import('./activity/activity-page.tsx'), 'ActivityPage', 'activity', 'times', 'clients'),
    }),
    createRoute({
      getParentRoute,
      path: pages.settings,
      component: page(
        () => import('./account/settings-page.tsx'),
        'SettingsPage',
        'account',
        'times',
        'strength',
        'moreFields',
      ),
    }),
    createRoute({
      getParentRoute,
      path: pages.confirmEmail,
      component: page(
        () => import('./account/confirm-email-page.tsx'),
        'ConfirmEmailPage',
        'account',
        'links',
        'moreFields',
      ),
    }),
  ] as const
}
