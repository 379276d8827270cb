import type { Feature } from '../../platform/feature.ts'
import { factorNotices } from './letters.ts'
import { restrictedRoutes } from './routes.ts'

/** Second factors: what a person has, and what follows when one is added or removed. */
export const factors: Feature = {
  name: 'factors',
  restrictedRoutes,
  notices: Object.values(factorNotices),
}
