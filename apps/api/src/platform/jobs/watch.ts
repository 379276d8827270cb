import type { Deps } from '../../deps.ts'
import type { Watch } from '../watchdog.ts'

/** Longer than the longest pause between two tries would be too late, and a busy minute is no reason to alarm. */
const lateAfterSeconds = 600

/** Raises the alarm when jobs wait, or when a recurring job is no longer added. */
export const watchJobs = ({ jobs, log }: Pick<Deps, 'jobs' | 'log'>): Watch => ({
  name: 'jobs',
  async look() {
    for (const { kind, waiting, since } of await jobs.findLate(lateAfterSeconds))
      log.error({ event: 'jobs_late', kind, waiting, since: since.toISOString() }, 'jobs have waited for too long')
  },
})
