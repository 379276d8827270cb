import { pages } from '@latchkey/contracts/pages'
import type { QueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { requireSession } from './auth/session/require-session.ts'
import type { Session } from './auth/session/session.ts'
import { visitorRoutes } from './auth/visitor-routes.ts'
import { lazyPages, lazyRoutes } from './platform/lazy-page.ts'
import { type Secrets, takeSecret } from './platform/mailed-secret.ts'
import type { Location } from './platform/router/location.ts'
import { createRouter, type Layout } from './platform/router/router.ts'
import type { Catalogue } from './platform/words/catalogue.ts'

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
    component: page<'SignedInLayout', { children: ReactNode }>(
      () => import('./signed-in-layout.tsx'),
      'SignedInLayout',
      'shell',
      'ends',
    ),
    guard: href => requireSession(session, href),
  }
  const visitors = [
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
  ]
  const others = Object.values(pages).filter(path => !visitors.some(route => route.path === path))
  const signedIn = lazyRoutes(queryClient, others, async () =>
    (await import('./signed-in-layout.tsx')).signedInRoutes(page),
  )
  return createRouter({
    queryClient,
    routes: [...visitors, ...signedIn.map(route => Object.assign(route, { layout }))],
    notFound: { component: page(() => import('./platform/ui/not-found-page.tsx'), 'NotFoundPage', 'notFound') },
    tidy: location => tidied(secrets, location),
  })
}

/** The address to show instead, if a mail program changed it, or if it holds a secret. */
function tidied(secrets: Secrets, { pathname, search, hash, href }: Location): string | undefined {
  // Some mail programs add a slash, or encode the # of the fragment.
  const [page = '', fragment = hash.slice(1)] = pathname.split(/%(?:25)*23/)
  const bare = page.replace(/(.)\/+$/, '$1')
  // A provider's callback leads to the sign-in page, which is in the first chunk. What follows is not.
  const path = bare === pages.login && search.startsWith('?with=') ? pages.withProvider : bare
  const address = takeSecret(secrets, path, fragment) ? path : path + search + hash
  return address === href ? undefined : address
}
