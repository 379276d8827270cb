import type { Feature } from '../../platform/feature.ts'
import { exportRecoveryCodes } from '../recovery-codes/service.ts'
import { deletePendingApps, findTotpApps } from '../totp/service.ts'
import { factorNotices } from './letters.ts'
import { restrictedRoutes } from './routes.ts'

/** Second factors: what a person has, and what follows when one is added or removed. */
export const factors: Feature = {
  name: 'factors',
  restrictedRoutes,
  notices: Object.values(factorNotices),
  // An app whose first code was never entered.
  purge: [{ name: 'pendingApps', afterDays: 1, deleteBatch: deletePendingApps }],
  exportOf: async (deps, { id }) => ({
    factors: { totp: await findTotpApps(deps, id), passkeys: [], recoveryCodes: await exportRecoveryCodes(deps, id) },
  }),
}
