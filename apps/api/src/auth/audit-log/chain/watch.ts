import type { Deps } from '../../../deps.ts'
import type { Watch } from '../../../platform/watchdog.ts'
import { findOldestUnsealed } from './service.ts'

/** Events are sealed within a minute. After this time somebody has to look. */
const alarmAfterMs = 600_000

/** Raises the alarm when events wait to be sealed, for any reason: a lock, a broken head, or a sealer that never runs. */
export const watchSeals = (deps: Pick<Deps, 'db' | 'clock' | 'log'>): Watch => ({
  name: 'audit seal',
  async look() {
    const oldest = await findOldestUnsealed(deps)
    if (oldest && deps.clock.now().getTime() - oldest.getTime() > alarmAfterMs)
      deps.log.error({ event: 'audit_unsealed', since: oldest.toISOString() }, 'events wait to be sealed')
  },
})
