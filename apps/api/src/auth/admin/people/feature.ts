import type { Feature } from '../../../platform/feature.ts'
import { adminNotices } from '../letters.ts'
import { restrictedRoutes } from './routes.ts'

/** What admins see of people and do to their accounts, on pages. The command line is in `commands/`. */
export const people: Feature = {
  name: 'people',
  restrictedRoutes,
  notices: Object.values(adminNotices),
}
