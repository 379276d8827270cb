import type { Deps } from '../../deps.ts'
import { stopwatch } from '../clock.ts'

/** Rows per batch. Small batches hold their locks only for a moment. */
export const batchSize = 500

const dayMs = 86_400_000
/** Limit for one purge. It leaves time for the last batch before the job times out. The next purge continues. */
const runForMs = 20_000

/** Deletes the old rows of every feature, in small batches. While the clock is not trusted, it deletes nothing. */
export async function purge(deps: Deps): Promise<void> {
  const { clock, log, settings } = deps
  if (!clock.isTrusted()) return log.warn('nothing is purged while the clocks disagree')
  const elapsedMs = stopwatch()
  const now = clock.now()
  const deleted: Record<string, number> = {}
  for (const { name, afterDays, deleteBatch } of deps.features.flatMap(({ purge = [] }) => purge)) {
    const days = typeof afterDays === 'number' ? afterDays : afterDays(settings)
    for (let count = 1; count > 0 && elapsedMs() < runForMs; ) {
      count = await deleteBatch(deps, new Date(now.getTime() - days * dayMs), now)
      if (count > 0) deleted[name] = (deleted[name] ?? 0) + count
    }
  }
  if (Object.keys(deleted).length > 0) log.info({ deleted }, 'purged')
}
