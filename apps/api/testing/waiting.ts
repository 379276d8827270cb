import { setTimeout } from 'node:timers/promises'
import type { Database } from '@latchkey/database/client'
import type { TestApi } from './test-api.ts'

/** Well below the time limit of a query in tests. */
const mostMs = 60_000

/** Waits until `count` connections wait for a locked row. */
export async function waiting(db: Database, count: number): Promise<void> {
  const giveUpAt = performance.now() + mostMs
  const look = () => db.$queryRaw<object[]>`
    select 1 as x from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
  for (;;) {
    const { length } = await look()
    if (length >= count) return
    if (performance.now() > giveUpAt) throw new Error(`Only ${length} of ${count} connections wait for a row.`)
    await setTimeout(5)
  }
}

/** Ends the person's sessions once a request of one has passed the guard and waits for the person's row. Returns its answer, to be awaited. */
export const endedMeanwhile = <Answer>(api: TestApi, userId: string, ask: () => Promise<Answer>) =>
  api.db.$transaction(async tx => {
    await tx.$queryRaw`select 1 from users where id = ${userId}::uuid for update`
    const asked = ask()
    await waiting(api.db, 1)
    await tx.session.updateMany({ where: { userId }, data: { revokedAt: api.clock.now(), endReason: 'not_me' } })
    return { asked }
  })
