import { pages } from '@latchkey/contracts/pages'
import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouterHistory,
} from '@tanstack/react-router'
import { patientImport } from './patient-import.ts'
import { privateQuery } from './private/queries.ts'
import { Root } from './root.tsx'
import { sessionsQuery } from './sessions/queries.ts'
import { requireSession } from './sessions/require-session.ts'
import { LoginPage } from './sign-in/login-page.tsx'
import { ErrorContent, ErrorPage } from './ui/error-page.tsx'
import { NotFoundPage } from './ui/not-found-page.tsx'
import { Skeleton, SkeletonPage } from './ui/skeleton.tsx'

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Root,
  errorComponent: ErrorPage,
})

// In the first chunk, unlike the other pages: it is where most visits begin.
const login = createRoute({
  getParentRoute: () => root,
  path: pages.login,
  component: LoginPage,
  validateSearch: (search): { return?: string } => (typeof search.return === 'string' ? { return: search.return } : {}),
})

/** Whoever wants a page below this one must be signed in: the pages hold nothing secret, the API guards what does. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: lazyRouteComponent(() => patientImport(() => import('./sessions/signed-in-layout.tsx')), 'SignedInLayout'),
  pendingComponent: SkeletonPage,
  errorComponent: ErrorPage,
  beforeLoad: ({ context, location }) => requireSession(context.queryClient, location.href),
})

const home = createRoute({
  getParentRoute: () => signedIn,
  path: pages.home,
  loader: ({ context }) => context.queryClient.ensureQueryData(privateQuery),
  component: lazyRouteComponent(() => patientImport(() => import('./private/private-page.tsx')), 'PrivatePage'),
})

/** With its dialog, which then opens even while the server is away. */
async function loadDevicesPage() {
  const { DevicesPage } = await import('./sessions/devices-page.tsx')
  await import('./ui/confirm-dialog.tsx')
  return { DevicesPage }
}

const devices = createRoute({
  getParentRoute: () => signedIn,
  path: pages.devices,
  loader: ({ context }) => context.queryClient.ensureQueryData(sessionsQuery),
  component: lazyRouteComponent(() => patientImport(loadDevicesPage), 'DevicesPage'),
})

const routeTree = root.addChildren([login, signedIn.addChildren([home, devices])])

export function createAppRouter(queryClient: QueryClient, history: RouterHistory | undefined) {
  return createRouter({
    routeTree,
    context: { queryClient },
    ...(history && { history }),
    defaultErrorComponent: ErrorContent,
    defaultNotFoundComponent: NotFoundPage,
    defaultPendingComponent: Skeleton,
    defaultPendingMs: 300,
    defaultPendingMinMs: 300,
    scrollRestoration: true,
  })
}

export type AppRouter = ReturnType<typeof createAppRouter>

declare module '@tanstack/react-router' {
  interface Register {
    router: AppRouter
  }
}
