import type { Deps } from '../../deps.ts'
import { stopwatch } from '../clock.ts'

/** Few enough that a batch is done in a moment and holds its locks no longer. */
export const batchSize = 500

const dayMs = 86_400_000
/** For all of it: with a batch under way at its end it is below the time that a job may take. What is left is left for the next time. */
const runForMs = 20_000

/** Deletes, in small batches, what any feature has kept for long enough. */
export async function purge(deps: Deps): Promise<void> {
  const { clock, log, settings } = deps
  const elapsedMs = stopwatch()
  const now = clock.now()
  const deleted: Record<string, number> = {}
  for (const { name, afterDays, deleteBatch } of deps.features.flatMap(({ purge = [] }) => purge)) {
    const days = typeof afterDays === 'number' ? afterDays : afterDays(settings)
    for (let count = batchSize; count === batchSize && elapsedMs() < runForMs; ) {
      count = await deleteBatch(deps, new Date(now.getTime() - days * dayMs), now)
      if (count > 0) deleted[name] = (deleted[name] ?? 0) + count
    }
  }
  if (Object.keys(deleted).length > 0) log.info({ deleted }, 'purged')
}
