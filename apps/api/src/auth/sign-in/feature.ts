import type { Feature } from '../../platform/feature.ts'
import { signInNotices } from './letters.ts'
import { signInOutcomes } from './outcomes.ts'
import { publicRoutes, restrictedRoutes } from './routes.ts'

/** Signing in by password, and confirming the password inside a session. */
export const signIn: Feature = {
  name: 'sign-in',
  publicRoutes,
  restrictedRoutes,
  measures: () => [signInOutcomes],
  notices: Object.values(signInNotices),
}
