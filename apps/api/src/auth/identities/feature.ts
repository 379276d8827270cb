import type { Feature } from '../../platform/feature.ts'
import { jobs } from './jobs.ts'
import { identityNotices, sampleLetters } from './letters.ts'
import { publicRoutes, restrictedRoutes } from './routes.ts'

/** Signing in with an account at another provider, and linking one. */
export const identities: Feature = {
  name: 'identities',
  publicRoutes,
  restrictedRoutes,
  jobs,
  sampleLetters,
  notices: Object.values(identityNotices),
}
