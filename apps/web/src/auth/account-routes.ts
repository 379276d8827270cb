import { pages } from '@latchkey/contracts/pages'
import type { LazyPage } from '../platform/lazy-page.ts'
import type { Route } from '../platform/router/router.ts'
import { latestQuery, passwordQuery } from './account/overview/queries.ts'
import { pendingEmailQuery } from './account/queries.ts'
import { sessionsQuery } from './devices/queries.ts'
import { factorsQuery } from './factors/query.ts'
import { linkedQuery } from './identities/linked-query.ts'

/** The pages where signed-in people see and change their account. */
export const accountRoutes = (page: LazyPage): Route[] => [
  {
    path: pages.security,
    loader: queryClient =>
      Promise.all([
        queryClient.ensureQueryData(passwordQuery),
        queryClient.ensureQueryData(sessionsQuery),
        queryClient.ensureQueryData(pendingEmailQuery),
        queryClient.ensureQueryData(latestQuery),
        queryClient.ensureQueryData(factorsQuery),
        queryClient.ensureQueryData(linkedQuery),
      ]),
    component: page(
      () => import('./account/overview/overview-page.tsx'),
      'OverviewPage',
      'overview',
      'factors',
      'linkedAccounts',
      'times',
      'clients',
      'moreFields',
    ),
  },
  {
    path: pages.addApp,
    component: page(() => import('./factors/add-app-page.tsx'), 'AddAppPage', 'factors', 'secondStep', 'moreFields'),
  },
  {
    path: pages.addPasskey,
    component: page(
      () => import('./factors/add-passkey-page.tsx'),
      'AddPasskeyPage',
      'factors',
      'secondStep',
      'moreFields',
    ),
  },
  {
    path: pages.recoveryCodes,
    component: page(() => import('./factors/recovery-codes-page.tsx'), 'RecoveryCodesPage', 'factors', 'moreFields'),
  },
  {
    path: pages.devices,
    loader: queryClient => queryClient.ensureQueryData(sessionsQuery),
    component: page(
      () => import('./devices/devices-page.tsx'),
      'DevicesPage',
      'devices',
      'times',
      'clients',
      'moreFields',
    ),
  },
  {
    path: pages.activity,
    component: page(
      () => import('./activity/activity-page.tsx'),
      'ActivityPage',
      'activity',
      'times',
      'clients',
      'devices',
    ),
  },
  {
    path: pages.settings,
    // They say what the page shows, and would push it down later. Without them, the page still opens.
    loader: queryClient =>
      Promise.allSettled([queryClient.ensureQueryData(pendingEmailQuery), queryClient.ensureQueryData(factorsQuery)]),
    component: page(
      () => import('./account/settings-page.tsx'),
      'SettingsPage',
      'account',
      'withoutPassword',
      'times',
      'strength',
      'moreFields',
    ),
  },
  {
    path: pages.confirmEmail,
    component: page(
      () => import('./account/confirm-email-page.tsx'),
      'ConfirmEmailPage',
      'account',
      'links',
      'moreFields',
    ),
  },
]
