import { outageOf } from '@latchkey/database/errors'
import type { Deps } from '../../deps.ts'
import { stopwatch } from '../clock.ts'
import type { PurgeRule } from '../feature.ts'

/** Rows per batch. Small batches hold their locks only for a moment. */
export const batchSize = 500

const dayMs = 86_400_000
/** Limit for one purge. It leaves time for the last batch before the job times out. The next purge continues. */
const runForMs = 20_000

/**
 * Deletes the old rows of every feature, in small batches: one of each rule in turn. So a rule with very many rows, or one that fails,
 * keeps no other from its work. While the clock is not trusted, it deletes nothing.
 */
export async function purge(deps: Deps): Promise<void> {
  const { clock, log } = deps
  if (!clock.isTrusted()) return log.warn('nothing is purged while the clocks disagree')
  const elapsedMs = stopwatch()
  const now = clock.now()
  const deleted: Record<string, number> = {}
  const rules = new Set(deps.features.flatMap(({ purge = [] }) => purge))
  while (rules.size > 0)
    for (const rule of rules) {
      const count = elapsedMs() < runForMs ? await deleteOne(deps, rule, now) : 0
      if (count === 0) rules.delete(rule)
      else deleted[rule.name] = (deleted[rule.name] ?? 0) + count
    }
  if (Object.keys(deleted).length > 0) log.info({ deleted }, 'purged')
}

/** Deletes one batch. Returns how many rows: 0 if none is left, or if it failed. An outage of the whole database fails the whole purge. */
async function deleteOne(deps: Deps, { name, afterDays, deleteBatch }: PurgeRule, now: Date): Promise<number> {
  const days = typeof afterDays === 'number' ? afterDays : afterDays(deps.settings)
  try {
    return await deleteBatch(deps, new Date(now.getTime() - days * dayMs), now)
  } catch (err) {
    const outage = outageOf(err)
    if (outage && !outage.isOwnLimit && !outage.isOfOneStatement) throw err
    deps.log.error({ event: 'purge_failed', rule: name, err }, 'old rows could not be deleted, and stay')
    return 0
  }
}
