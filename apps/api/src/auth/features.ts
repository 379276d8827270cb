import type { Feature } from '../platform/feature.ts'
import * as account from './account/jobs.ts'
import * as accountRoutes from './account/routes.ts'
import * as auditLog from './audit-log/activity/routes.ts'
import * as sealing from './audit-log/chain/jobs.ts'
import * as notices from './notices/jobs.ts'
import { authPurge } from './purge.ts'
import * as recovery from './recovery/jobs.ts'
import * as recoveryRoutes from './recovery/routes.ts'
import * as events from './sessions/events/routes.ts'
import * as sessions from './sessions/routes.ts'
import * as signIn from './sign-in/jobs.ts'
import * as signInRoutes from './sign-in/routes.ts'
import * as signUp from './sign-up/jobs.ts'
import * as signUpRoutes from './sign-up/routes.ts'

/** What Latchkey brings. Its rooms are yours to read and change; updates from upstream change these files only. */
export const authFeatures: readonly Feature[] = [
  { name: 'sign-in', ...signInRoutes, ...signIn },
  { name: 'sessions', ...sessions, purge: authPurge },
  { name: 'session-events', ...events },
  { name: 'sign-up', ...signUpRoutes, ...signUp },
  { name: 'recovery', ...recoveryRoutes, ...recovery },
  { name: 'account', ...accountRoutes, ...account },
  { name: 'audit-log', ...auditLog, ...sealing },
  { name: 'notices', ...notices },
]
