import { pages } from '@latchkey/contracts/pages'
import type { LazyPage } from '../platform/lazy-page.ts'
import type { Route } from '../platform/router/router.ts'

/** The pages for admins. To everybody else they show the page for an address without one. */
export const adminRoutes = (page: LazyPage): Route[] => [
  {
    path: pages.people,
    component: page(() => import('./admin/people-page.tsx'), 'PeoplePage', 'admin', 'notFound', 'moreFields'),
  },
  {
    path: pages.person,
    component: page(
      () => import('./admin/person-page.tsx'),
      'PersonPage',
      'admin',
      'notFound',
      'times',
      'clients',
      'devices',
      'activity',
    ),
  },
]
