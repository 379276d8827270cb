import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { type Connections, openConnections } from './client.ts'
import { connectorTo } from './connection.ts'
import { outageOf } from './errors.ts'
import { watchSilence } from './silence.ts'
import { applicationNames } from './technical.ts'
import { connectForTest } from './testing.ts'
import { slowProxy } from './testing-slow-proxy.ts'
import { startControlledPostgres } from './testing-standby.ts'

let postgres: Awaited<ReturnType<typeof startControlledPostgres>>
let connections: Connections
beforeAll(async () => {
  postgres = await startControlledPostgres()
  connections = openConnections(postgres.url)
})
afterAll(async () => {
  await connections?.close()
  await postgres?.close()
})

it('while the server is frozen, queries fail for its silence and not by their own time limits; afterwards they work again', async () => {
  onTestFinished(connections.failWhileSilent(postgres.url))
  const waiting = await connectForTest(postgres.url)
  onTestFinished(() => waiting.end())
  await connections.query('select 1')
  const resume = await postgres.freeze()
  try {
    // Prisma and `pg` alike: one that waits for its answer, and one that comes later.
    for (const query of [() => connections.query('select 1'), () => connections.db.$queryRaw`select 1`]) {
      const error = await query().catch((error: unknown) => error)
      expect(outageOf(error)?.name).toBe('silence')
      expect(String(error)).not.toMatch(/read timeout/i)
    }
  } finally {
    resume()
  }
  await expect.poll(() => connections.query('select 1').then(({ rows }) => rows.length)).toBe(1)
})

it('a query that waits for a lock is left to its own time limit', async () => {
  onTestFinished(connections.failWhileSilent(postgres.url))
  const holder = await connectForTest(postgres.url)
  onTestFinished(() => holder.end())
  await holder.query('begin; lock table users in access exclusive mode')
  const error = await connections.query('select from users').catch((error: unknown) => error)
  expect(outageOf(error)?.name).toBe('lock time limit')
})

it('a database so far away that opening a connection takes longer than the silence is not silent', async () => {
  const far = await slowProxy(postgres.url, 100)
  onTestFinished(far.close)
  const url = new URL(far.url)
  // Enough on a busy machine too.
  url.searchParams.set('connect_timeout', '60')
  const { query, failWhileSilent, close } = openConnections(postgres.url, { patience: 0.4 })
  onTestFinished(close)
  onTestFinished(failWhileSilent(url.href))
  // It would be cut.
  expect((await query('select pg_sleep(1)')).rows).toHaveLength(1)
})

it('a process that stands still again and again does not take that for silence of the database', async () => {
  const told: boolean[] = []
  // Opening takes several turns of the event loop, and each takes three ticks: far more than the time limit.
  const lock = new Int32Array(new SharedArrayBuffer(4))
  const standStill = setInterval(() => void Atomics.wait(lock, 0, 0, 300), 1)
  onTestFinished(() => clearInterval(standStill))
  const { Client } = connectorTo(postgres.url, { lockMs: 0, statementMs: 0, idleInTransactionMs: 0 }, 100)
  const watch = watchSilence({ Client, connectTimeoutMs: 2_000 }, 1, isSilent => told.push(isSilent))
  onTestFinished(watch.stop)
  const asked = `select from pg_stat_activity where application_name = '${applicationNames.silenceWatch}' and query = 'select 1'`
  const waiting = await connectForTest(postgres.url)
  onTestFinished(() => waiting.end())
  await expect.poll(async () => (await waiting.query(asked)).rows).toHaveLength(2)
  expect(told).toEqual([])
})

it('one lost connection of the watch is not silence', async () => {
  const { query, failWhileSilent, close } = openConnections(postgres.url, { patience: 0.4 })
  onTestFinished(close)
  onTestFinished(failWhileSilent(postgres.url))
  const find = () =>
    query(`select pid from pg_stat_activity where application_name = '${applicationNames.silenceWatch}'`)
  await expect.poll(async () => (await find()).rows).toHaveLength(2)
  const [probe] = (await find()).rows as { pid: number }[]
  const { pid = 0 } = probe ?? {}
  process.kill(pid, 'SIGSTOP')
  onTestFinished(() => void process.kill(pid, 'SIGCONT'))
  expect((await query('select pg_sleep(1)')).rows).toHaveLength(1)
})
