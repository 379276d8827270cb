import type { Database } from '@latchkey/database/client'

/** A query that waits longer than this is ended by its own time limit. */
const mostMs = 4_000

/** Waits until `count` connections wait for a locked row. */
export async function waiting(db: Database, count: number): Promise<void> {
  const giveUpAt = performance.now() + mostMs
  const look = () => db.$queryRaw<object[]>`
    select 1 as x from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
  for (;;) {
    const { length } = await look()
    if (length >= count) return
    if (performance.now() > giveUpAt) throw new Error(`Only ${length} of ${count} connections wait for a row.`)
    await new Promise(setImmediate)
  }
}
