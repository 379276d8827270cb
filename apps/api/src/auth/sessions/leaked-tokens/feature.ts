import type { Feature } from '../../../platform/feature.ts'
import { leakedTokenNotices } from './letters.ts'
import { publicRoutes } from './routes.ts'

/** Ends a session whose token was found in public. */
export const leakedTokens: Feature = {
  name: 'leaked-tokens',
  publicRoutes,
  notices: Object.values(leakedTokenNotices),
}
