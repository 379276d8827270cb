import type { Feature } from '../../platform/feature.ts'
import { jobs } from './jobs.ts'
import { allNotices } from './letters.ts'
import { publicRoutes, restrictedRoutes } from './routes.ts'

/** What a person does who has lost every second factor: a request that waits, and that anyone who speaks for the account can cancel. */
export const lostFactors: Feature = {
  name: 'lost-factors',
  publicRoutes,
  restrictedRoutes,
  jobs,
  notices: allNotices,
}
