import { pages } from '@latchkey/contracts/pages'
import type { QueryClient } from '@tanstack/react-query'
import { createRoute, createRouter, type RouterHistory } from '@tanstack/react-router'
import { activity } from './auth/activity/route.ts'
import { sessionsQuery } from './auth/devices/queries.ts'
import { LoginPage } from './auth/sign-in/login-page.tsx'
import { lazyPage } from './platform/lazy-page.ts'
import { takeSecret } from './platform/mailed-secret.ts'
import { ErrorContent } from './platform/ui/error-page.tsx'
import { Skeleton } from './platform/ui/skeleton.tsx'
import { productRoutes } from './product/routes.ts'
import { root, signedIn } from './routes.ts'

// In the first chunk, unlike the other pages: it is where most visits begin.
const login = createRoute({
  getParentRoute: () => root,
  path: pages.login,
  component: LoginPage,
  validateSearch: (search): { return?: string } => (typeof search.return === 'string' ? { return: search.return } : {}),
})

const signUp = createRoute({
  getParentRoute: () => root,
  path: pages.signUp,
  component: lazyPage(() => import('./auth/sign-up/sign-up-page.tsx'), 'SignUpPage'),
})

const verify = createRoute({
  getParentRoute: () => root,
  path: pages.verify,
  component: lazyPage(() => import('./auth/sign-up/verify-page.tsx'), 'VerifyPage'),
})

const forgot = createRoute({
  getParentRoute: () => root,
  path: pages.forgot,
  component: lazyPage(() => import('./auth/recovery/forgot-page.tsx'), 'ForgotPage'),
})

const reset = createRoute({
  getParentRoute: () => root,
  path: pages.reset,
  component: lazyPage(() => import('./auth/recovery/reset-page.tsx'), 'ResetPage'),
})

const notMe = createRoute({
  getParentRoute: () => root,
  path: pages.notMe,
  component: lazyPage(() => import('./auth/recovery/not-me-page.tsx'), 'NotMePage'),
})

const mailbox = createRoute({
  getParentRoute: () => root,
  path: pages.mailbox,
  component: lazyPage(() => import('./platform/mailbox/mailbox-page.tsx'), 'MailboxPage'),
})

const devices = createRoute({
  getParentRoute: () => signedIn,
  path: pages.devices,
  loader: ({ context }) => context.queryClient.ensureQueryData(sessionsQuery),
  component: lazyPage(() => import('./auth/devices/devices-page.tsx'), 'DevicesPage'),
})

const settings = createRoute({
  getParentRoute: () => signedIn,
  path: pages.settings,
  component: lazyPage(() => import('./auth/account/settings-page.tsx'), 'SettingsPage'),
})

const confirmEmail = createRoute({
  getParentRoute: () => signedIn,
  path: pages.confirmEmail,
  component: lazyPage(() => import('./auth/account/confirm-email-page.tsx'), 'ConfirmEmailPage'),
})

const routeTree = root.addChildren([
  login,
  signUp,
  verify,
  forgot,
  reset,
  notMe,
  mailbox,
  signedIn.addChildren([devices, settings, activity, confirmEmail, ...productRoutes]),
])

export function createAppRouter(queryClient: QueryClient, history: RouterHistory | undefined) {
  const router = createRouter({
    routeTree,
    context: { queryClient },
    ...(history && { history }),
    defaultErrorComponent: ErrorContent,
    defaultNotFoundComponent: lazyPage(() => import('./platform/ui/not-found-page.tsx'), 'NotFoundPage'),
    defaultPendingComponent: Skeleton,
    defaultPendingMs: 300,
    defaultPendingMinMs: 300,
    scrollRestoration: true,
  })
  // Before anything looks at the address: the way to the sign-in page, for one, repeats it.
  const hideSecret = () => {
    const { pathname, hash } = router.history.location
    if (takeSecret(pathname, hash.slice(1))) router.history.replace(pathname)
  }
  hideSecret()
  router.history.subscribe(hideSecret)
  return router
}

export type AppRouter = ReturnType<typeof createAppRouter>

declare module '@tanstack/react-router' {
  interface Register {
    router: AppRouter
  }
}
