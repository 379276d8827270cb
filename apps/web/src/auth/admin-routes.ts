import { pages } from '@latchkey/contracts/pages'
import type { LazyPage } from '../platform/lazy-page.ts'
import type { Route } from '../platform/router/router.ts'

/** The pages for admins, in one file. To everybody else they show the page for an address without one. */
export const adminRoutes = (page: LazyPage): Route[] =>
  [pages.people, pages.person].map(path => ({
    path,
    component: page(
      () => import('./admin/admin-page.tsx'),
      'AdminPage',
      'activity',
      'times',
      'clients',
      'devices',
      'admin',
      'notFound',
    ),
  }))
