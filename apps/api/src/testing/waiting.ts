import type { Database } from '@latchkey/database/client'

/** Until so many wait for a row that somebody holds. */
export async function waiting(db: Database, count: number): Promise<void> {
  const look = () => db.$queryRaw<object[]>`
    select 1 as x from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
  while ((await look()).length < count) await new Promise(setImmediate)
}
