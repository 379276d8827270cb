import type { Database } from '@latchkey/database/client'

/** Whoever waits longer than a query may is there no more. */
const mostMs = 4_000

/** Until so many wait for a row that somebody holds, on connections of their own. */
export async function waiting(db: Database, count: number): Promise<void> {
  const giveUpAt = performance.now() + mostMs
  const look = () => db.$queryRaw<object[]>`
    select 1 as x from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
  for (;;) {
    const { length } = await look()
    if (length >= count) return
    if (performance.now() > giveUpAt) throw new Error(`${length} of ${count} wait for a row.`)
    await new Promise(setImmediate)
  }
}
