import type { Feature } from '../../platform/feature.ts'
import { deletePendingApps, findTotpApps } from './service.ts'

/** Authenticator apps, whose codes are a second factor. `factors/` has their routes. */
export const totp: Feature = {
  name: 'totp',
  // An app whose first code was never entered.
  purge: [{ name: 'pendingApps', afterDays: 1, deleteBatch: deletePendingApps }],
  exportOf: async ({ db }, { id }) => ({ totpApps: await findTotpApps(db, id) }),
}
