import type { Feature } from '../../platform/feature.ts'
import { findTotpApps } from './service.ts'
import * as store from './store.ts'

/** Authenticator apps, whose codes are a second factor. `factors/` has their routes. */
export const totp: Feature = {
  name: 'totp',
  // An app whose first code was never entered.
  purge: [{ name: 'pendingApps', afterDays: 1, deleteBatch: store.deletePending }],
  exportOf: async (deps, { id }) => ({ totpApps: await findTotpApps(deps, id) }),
}
