import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { openConnections, type Statement } from './client.ts'
import { createTestDatabase } from './testing.ts'

const poolSize = 4
const readPid: Statement = { name: 'pid', text: 'select pg_backend_pid() as pid' }

let database: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  database = await createTestDatabase(inject('template'))
})
afterAll(() => database.drop())

function connect() {
  const connections = openConnections(database.url, { poolSize })
  onTestFinished(() => connections.close())
  const { db } = connections

  const pid = async (): Promise<number> => (await connections.prepared<{ pid: number }>(readPid, []))[0]?.pid ?? 0
  const pidByPrisma = async (): Promise<number> =>
    (await db.$queryRaw<{ pid: number }[]>`select pg_backend_pid() as pid`)[0]?.pid ?? 0

  /** Keeps `count` connections busy with transactions until `letGo` is called. */
  async function hold(count: number) {
    const { promise: released, resolve: letGo } = Promise.withResolvers<void>()
    const held: Promise<number>[] = []
    const done: Promise<unknown>[] = []
    for (let i = 0; i < count; i++) {
      const { promise, resolve } = Promise.withResolvers<number>()
      held.push(promise)
      done.push(
        db.$transaction(async tx => {
          const [row] = await tx.$queryRaw<{ pid: number }[]>`select pg_backend_pid() as pid`
          resolve(row?.pid ?? 0)
          await released
          // A transaction ends on the connection on which it began.
          const [last] = await tx.$queryRaw<{ pid: number }[]>`select pg_backend_pid() as pid`
          expect(last?.pid).toBe(row?.pid)
        }),
      )
    }
    return {
      pids: await Promise.all(held),
      async letGo() {
        letGo()
        await Promise.all(done)
      },
    }
  }

  const pidsOfMany = () => Promise.all(Array.from({ length: 40 }, (_, at) => (at % 2 ? pid() : pidByPrisma())))
  return { ...connections, pid, hold, pidsOfMany }
}

/** Whether two lists have nothing in common. */
const disjoint = (some: number[], others: number[]) => !some.some(each => others.includes(each))

describe('close', () => {
  test('ends connections that no query of Prisma has used, and may come twice', async () => {
    const { query, use, close } = connect()
    await query('select 1')
    expect(use().open).toBe(1)
    await close()
    await close()
    expect(use().open).toBe(0)
    await expect(query('select 1')).rejects.toThrow('after calling end')
  })
})

describe('recycle', () => {
  test('leaves no idle connection that was open before, not even for the first statement after it', async () => {
    const { hold, recycle, pid, pidsOfMany } = connect()
    const { pids: old, letGo } = await hold(poolSize)
    await letGo()
    expect(disjoint(await pidsOfMany(), old)).toBe(false)
    recycle()
    expect(old).not.toContain(await pid())
    expect(disjoint(await pidsOfMany(), old)).toBe(true)
  })

  test('lets busy connections finish their work, and gives them no new statements', async () => {
    const { hold, recycle, pidsOfMany } = connect()
    const busy = await hold(2)
    const idle = await hold(2)
    await idle.letGo()
    recycle()
    expect(disjoint(await pidsOfMany(), [...busy.pids, ...idle.pids])).toBe(true)
    await busy.letGo()
    expect(disjoint(await pidsOfMany(), [...busy.pids, ...idle.pids])).toBe(true)
  })

  test('hands no old connection to a caller that waited for a fully busy pool', async () => {
    const { hold, recycle, pid } = connect()
    const busy = await hold(poolSize)
    recycle()
    const waiting = Promise.all(Array.from({ length: 10 }, pid))
    await busy.letGo()
    expect(disjoint(await waiting, busy.pids)).toBe(true)
  })

  test('closes the old connections while the pool stays idle', async () => {
    const { hold, recycle } = connect()
    const { pids, letGo } = await hold(poolSize)
    await letGo()
    recycle()
    const other = connect()
    const countOpen = async () => {
      const [row] = await other.prepared<{ open: number }>(
        { name: 'open', text: 'select count(*)::int as open from pg_stat_activity where pid = any($1)' },
        [pids],
      )
      return row?.open
    }
    // The test's time limit ends this loop.
    while ((await countOpen()) !== 0) await new Promise(setImmediate)
  })

  test('can be called repeatedly, before any connection opens and while connections open', async () => {
    const { recycle, pidsOfMany, hold } = connect()
    recycle()
    for (let round = 0; round < 20; round++) {
      const { pids, letGo } = await hold(1 + (round % poolSize))
      recycle()
      const [, after] = await Promise.all([letGo(), pidsOfMany()])
      recycle()
      recycle()
      expect(disjoint(after, pids)).toBe(true)
      expect(disjoint(await pidsOfMany(), [...pids, ...after])).toBe(true)
    }
  })

  test('keeps prepared statements working: each new connection prepares them once', async () => {
    const { recycle, prepared, hold } = connect()
    const twice: Statement = { name: 'twice', text: 'select $1::int * 2 as twice' }
    const isPrepared: Statement = { name: 'seen', text: `select name from pg_prepared_statements where name = 'twice'` }
    const run = async (value: number) => (await prepared<{ twice: number }>(twice, [value]))[0]?.twice
    expect(await run(1)).toBe(2)
    recycle()
    const others = await hold(poolSize - 1)
    expect([await run(2), await run(3)]).toEqual([4, 6])
    expect(await prepared(isPrepared, [])).toHaveLength(1)
    await others.letGo()
    expect(await Promise.all(Array.from({ length: 20 }, (_, value) => run(value)))).toEqual(
      Array.from({ length: 20 }, (_, value) => 2 * value),
    )
  })
})

describe('a query', () => {
  test('refuses an undefined value, which would match any row', async () => {
    const { db } = connect()
    const tokenHash = undefined as unknown as Uint8Array<ArrayBuffer>
    await expect(db.session.findFirst({ where: { tokenHash } })).rejects.toThrow('undefined')
    await expect(db.session.deleteMany({ where: { tokenHash } })).rejects.toThrow('undefined')
  })
})

test('a connection is replaced at the end of its lifetime, even when it is busy', async () => {
  const { prepared, close } = openConnections(database.url, { poolSize: 1, lifetimeSeconds: 1 })
  onTestFinished(close)
  const pid = async () => (await prepared<{ pid: number }>(readPid, []))[0]?.pid
  const first = await pid()
  while ((await pid()) === first) await new Promise(setImmediate)
})

describe('a statement that Prisma writes', () => {
  test('is prepared once per connection if it is small, up to five hundred statements', async () => {
    const { db, query, close } = openConnections(database.url, { poolSize: 1 })
    onTestFinished(close)
    const names = async () =>
      (await query(`select statement from pg_prepared_statements where name like 'prisma %'`)).rows.length
    const email = 'ada@example.com'
    for (let at = 0; at < 3; at++) await db.user.findUnique({ where: { email } })
    expect(await names()).toBe(1)
    await db.user.findMany({ where: { email: { in: Array.from({ length: 41 }, (_, at) => `${at}@example.com`) } } })
    expect(await names()).toBe(1)
    for (let at = 0; at < 600; at++) await db.$queryRawUnsafe(`select ${at} as x`)
    expect(await names()).toBe(500)
  })
})
