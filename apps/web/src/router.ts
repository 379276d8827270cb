import { pages } from '@latchkey/contracts/pages'
import type { QueryClient } from '@tanstack/react-query'
import { accountRoutes } from './auth/account-routes.ts'
import { adminRoutes } from './auth/admin-routes.ts'
import { requireSession } from './auth/session/require-session.ts'
import type { Session } from './auth/session/session.ts'
import { visitorRoutes } from './auth/visitor-routes.ts'
import { lazyPages } from './platform/lazy-page.ts'
import { type Secrets, takeSecret } from './platform/mailed-secret.ts'
import type { Location } from './platform/router/location.ts'
import { createRouter, type Layout } from './platform/router/router.ts'
import type { Catalogue } from './platform/words/catalogue.ts'
import { productRoutes } from './product/routes.ts'

interface Needs {
  queryClient: QueryClient
  session: Session
  secrets: Secrets
  catalogue: Catalogue
}

/** Creates the router with all pages. It takes the secrets of mailed links out of the address. */
export function createAppRouter({ queryClient, session, secrets, catalogue }: Needs) {
  const page = lazyPages(queryClient, catalogue)
  // These pages hold nothing secret: the API guards the data.
  const layout: Layout = {
    component: page(() => import('./signed-in-layout.tsx'), 'SignedInLayout', 'shell'),
    guard: href => requireSession(session, href),
  }
  return createRouter({
    queryClient,
    routes: [
      ...visitorRoutes(page),
      {
        path: pages.mailbox,
        component: page(
          () => import('./platform/mailbox/mailbox-page.tsx'),
          'MailboxPage',
          'mailbox',
          'times',
          'notFound',
        ),
      },
      ...[...accountRoutes(page), ...adminRoutes(page), ...productRoutes(page)].map(route => ({ ...route, layout })),
    ],
    notFound: { component: page(() => import('./platform/ui/not-found-page.tsx'), 'NotFoundPage', 'notFound') },
    tidy: location => tidied(secrets, location),
  })
}

/** The address to show instead, if a mail program changed it, or if it holds a secret. */
function tidied(secrets: Secrets, { pathname, search, hash, href }: Location): string | undefined {
  // Some mail programs add a slash, or encode the # of the fragment.
  const [page = '', fragment = hash.slice(1)] = pathname.split(/%(?:25)*23/)
  const path = page.replace(/(.)\/+$/, '$1')
  const address = takeSecret(secrets, path, fragment) ? path : path + search + hash
  return address === href ? undefined : address
}
