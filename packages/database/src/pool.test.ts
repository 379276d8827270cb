import type { DatabaseError } from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest'
import { connectorTo } from './connection.ts'
import type { ServerLimits } from './connection-settings.ts'
import { outageOf } from './errors.ts'
import { openPool } from './pool.ts'
import { connectForTest, createTestDatabase } from './testing.ts'

const limits: ServerLimits = { lockMs: 1_000, statementMs: 2_000, idleInTransactionMs: 3_000 }
const waitMs = 200

let database: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  database = await createTestDatabase(inject('template'))
})
afterAll(() => database.drop())

function open(config = {}) {
  const pool = openPool(connectorTo(database.url, limits), waitMs, { max: 1, ...config })
  onTestFinished(() => pool.end())
  return pool
}

const pid = async (pool: ReturnType<typeof open>) => (await pool.query('select pg_backend_pid() as pid')).rows[0].pid

describe('a pool', () => {
  it('closes a connection that comes back in the middle of a transaction, whose next statement would be lost', async () => {
    const pool = open()
    const first = await pid(pool)
    const client = await pool.connect()
    await client.query('begin')
    client.release()
    expect(await pid(pool)).not.toBe(first)
  })

  it('closes a connection that comes back while a statement runs', async () => {
    const pool = open({ query_timeout: 100 })
    const client = await pool.connect()
    await client.query('begin')
    await expect(client.query('select pg_sleep(1)')).rejects.toThrow('timeout')
    client.release()
    expect(await pid(pool)).toBeGreaterThan(0)
  })

  it('closes a connection whose prepared statement was spoilt by a change of its table, which would fail each time', async () => {
    const pool = open()
    const client = await connectForTest(database.url)
    onTestFinished(() => client.end())
    await client.query('create table changing (value int)')
    const read = async () => {
      const client = await pool.connect()
      await client.query('begin')
      try {
        return (await client.query({ name: 'changing', text: 'select * from changing' })).rows
      } finally {
        await client.query('rollback')
        client.release()
      }
    }
    expect(await read()).toEqual([])
    await client.query('alter table changing alter value type text')
    const error = await read().catch((error: unknown) => error)
    expect([outageOf(error)?.name, (error as DatabaseError).code]).toEqual(['lost statement', '26000'])
    expect(await read()).toEqual([])
  })

  it('keeps a connection whose transaction has ended', async () => {
    const pool = open()
    const first = await pid(pool)
    const client = await pool.connect()
    await client.query('begin')
    await client.query('rollback')
    client.release()
    expect(await pid(pool)).toBe(first)
  })

  it('lets a caller wait only so long while all connections are taken, and is whole afterwards', async () => {
    const pool = open()
    const taken = await pool.connect()
    const began = performance.now()
    await expect(pool.query('select 1')).rejects.toThrow('timeout exceeded when trying to connect')
    await expect(pool.connect()).rejects.toThrow('timeout exceeded when trying to connect')
    expect(performance.now() - began).toBeGreaterThanOrEqual(2 * waitMs - 5)
    taken.release()
    for (let round = 0; round < 5; round++) expect(await pid(pool)).toBeGreaterThan(0)
    expect([pool.totalCount, pool.idleCount, pool.waitingCount]).toEqual([1, 1, 0])
  })
})
