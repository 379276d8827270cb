import type { Feature } from '../../platform/feature.ts'
import { exportRecoveryCodes } from './service.ts'

/** Codes for the day when a person has lost their other factors. `factors/` has their routes. */
export const recoveryCodes: Feature = {
  name: 'recovery-codes',
  exportOf: async (deps, { id }) => ({ recoveryCodes: await exportRecoveryCodes(deps, id) }),
}
