import { pages } from '@latchkey/contracts/pages'
import { createRoute, createRouter, type RouterHistory } from '@tanstack/react-router'
import { accountRoutes, visitorRoutes } from './auth/routes.ts'
import { type LazyPage, lazyPages } from './platform/lazy-page.ts'
import { takeSecret } from './platform/mailed-secret.ts'
import { ErrorContent } from './platform/ui/error-page.tsx'
import { Skeleton } from './platform/ui/skeleton.tsx'
import { productRoutes } from './product/routes.ts'
import { type RouterContext, root, signedInRoute } from './routes.ts'

function routes(page: LazyPage) {
  const signedIn = signedInRoute(page)
  const mailbox = createRoute({
    getParentRoute: () => root,
    path: pages.mailbox,
    validateSearch: ({ mail }: Record<string, unknown>) => (typeof mail === 'string' ? { mail } : {}),
    component: page(() => import('./platform/mailbox/mailbox-page.tsx'), 'MailboxPage', 'mailbox', 'times', 'notFound'),
  })
  return root.addChildren([
    ...visitorRoutes(page),
    mailbox,
    signedIn.addChildren([...accountRoutes(signedIn, page), ...productRoutes(signedIn, page)]),
  ])
}

/** Creates the router. It takes the secrets of mailed links out of the address. */
export function createAppRouter(context: RouterContext, history: RouterHistory | undefined) {
  const page = lazyPages(context.queryClient, context.catalogue)
  const router = createRouter({
    routeTree: routes(page),
    context,
    ...(history && { history }),
    defaultErrorComponent: ErrorContent,
    defaultNotFoundComponent: page(() => import('./platform/ui/not-found-page.tsx'), 'NotFoundPage', 'notFound'),
    defaultPendingComponent: Skeleton,
    defaultPendingMs: 300,
    defaultPendingMinMs: 300,
    scrollRestoration: true,
  })
  // Before anything reads the address: the location of the sign-in page, for example, repeats it.
  const tidyAddress = () => {
    const { pathname, search, hash } = router.history.location
    // Some mail programs add a slash, or encode the # of the fragment.
    const [page = '', fragment = hash.slice(1)] = pathname.split(/%(?:25)*23/)
    const path = page.replace(/(.)\/+$/, '$1')
    if (takeSecret(context.secrets, path, fragment)) router.history.replace(path)
    else if (path !== pathname) router.history.replace(path + search + hash)
  }
  tidyAddress()
  router.history.subscribe(tidyAddress)
  return router
}

export type AppRouter = ReturnType<typeof createAppRouter>

declare module '@tanstack/react-router' {
  interface Register {
    router: AppRouter
  }
}
