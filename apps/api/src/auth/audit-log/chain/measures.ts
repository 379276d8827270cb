import type { Deps } from '../../../deps.ts'
import { type Measure, reading } from '../../../platform/metrics/measure.ts'
import { findOldestUnsealed } from './service.ts'

/** For how long the oldest event has waited for its seal. */
export const measures = (deps: Deps): readonly Measure[] => [
  reading(
    'latchkey_audit_seal_lag_seconds',
    'For how long the oldest event of the audit log has waited to be sealed.',
    async () => {
      const oldest = await findOldestUnsealed(deps)
      return oldest ? Math.max(0, deps.clock.now().getTime() - oldest.getTime()) / 1000 : 0
    },
  ),
]
