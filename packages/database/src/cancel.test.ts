import { expect, it, onTestFinished } from 'vitest'
import { openConnections } from './client.ts'
import { connectForTest } from './testing.ts'
import { startControlledPostgres } from './testing-standby.ts'

it('a commit that waits for a missing standby is cancelled once its caller has given up, and keeps no server connection', async () => {
  const postgres = await startControlledPostgres()
  onTestFinished(postgres.close)
  const { query, db, close } = openConnections(postgres.url, { poolSize: 4, patience: 0.2 })
  onTestFinished(close)
  const watcher = await connectForTest(postgres.url)
  onTestFinished(() => watcher.end())
  const waiting = async () => {
    const { rows } = await watcher.query("select 1 from pg_stat_activity where wait_event = 'SyncRep'")
    return rows.length
  }
  await postgres.sql("alter system set synchronous_standby_names = 'absent'", 'select pg_reload_conf()')
  const beat = 'insert into heartbeats (replica, number, beaten_at) values (gen_random_uuid(), 1, now())'
  const writes: Promise<unknown>[] = []
  const write = () => {
    const both = [query(beat), db.$transaction(tx => tx.$executeRawUnsafe(beat))]
    writes.push(...both.map(each => each.catch(() => {})))
  }
  await expect
    .poll(() => {
      write()
      return waiting()
    })
    .toBeGreaterThan(1)
  await Promise.all(writes)
  await expect.poll(waiting, { timeout: 10_000 }).toBe(0)
})
