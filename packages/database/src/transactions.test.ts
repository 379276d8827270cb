import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { openConnections, type Prepared } from './client.ts'
import { isOutage } from './errors.ts'
import { createTestDatabase, patience } from './testing.ts'

const readPid = { name: 'pid', text: 'select pg_backend_pid() as pid' }
const pidBy = async (prepared: Prepared) => (await prepared<{ pid: number }>(readPid, []))[0]?.pid
const address = () => `${crypto.randomUUID()}@example.com`
const addUser = {
  name: 'add user',
  text: `insert into users (id, email, created_at, updated_at) values (gen_random_uuid(), $1, now(), now())`,
}

let database: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  database = await createTestDatabase(inject('template'))
})
afterAll(() => database.drop())

function connect() {
  const connections = openConnections(database.url, { poolSize: 4, patience })
  onTestFinished(() => connections.close())
  return connections
}

describe('prepared statements of a transaction', () => {
  test('run on its connection, also of many at once', async () => {
    const { db, withPrepared } = connect()
    const pids = Array.from({ length: 8 }, () =>
      withPrepared(prepared =>
        db.$transaction(async tx => {
          const [row] = await tx.$queryRaw<[{ pid: number }]>`select pg_backend_pid() as pid`
          expect(await pidBy(prepared)).toBe(row.pid)
          return row.pid
        }),
      ),
    )
    expect(new Set(await Promise.all(pids)).size).toBeGreaterThan(1)
  })

  test('are undone if it fails', async () => {
    const { db, withPrepared } = connect()
    const email = address()
    const failing = withPrepared(prepared =>
      db.$transaction(async tx => {
        await prepared(addUser, [email])
        expect(await tx.user.count({ where: { email } })).toBe(1)
        throw new Error('no')
      }),
    )
    await expect(failing).rejects.toThrow('no')
    expect(await db.user.count({ where: { email } })).toBe(0)
  })

  test('stay with the first transaction, even while another one runs within it', async () => {
    const { db, withPrepared } = connect()
    await withPrepared(prepared =>
      db.$transaction(async () => {
        const pid = await pidBy(prepared)
        const other = await db.$transaction(tx => tx.$queryRaw<[{ pid: number }]>`select pg_backend_pid() as pid`)
        expect(other[0].pid).not.toBe(pid)
        expect(await pidBy(prepared)).toBe(pid)
      }),
    )
  })

  test.each(['succeeded', 'failed'])('are refused before it begins, and once it has %s', async how => {
    const { db, withPrepared } = connect()
    await withPrepared(async prepared => {
      await expect(pidBy(prepared)).rejects.toSatisfy(isOutage)
      const ending = db.$transaction(async () => {
        await pidBy(prepared)
        if (how === 'failed') throw new Error('no')
      })
      await ending.catch(() => {})
      await expect(pidBy(prepared)).rejects.toSatisfy(isOutage)
    })
  })

  test('are refused once it has taken too long, so that they never reach the next transaction of the connection', async () => {
    const { db, withPrepared } = connect()
    const email = address()
    const [begun, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    await withPrepared(async prepared => {
      const transaction = db.$transaction(
        async () => {
          begun.resolve()
          await ended.promise
          await expect(prepared(addUser, [email])).rejects.toSatisfy(isOutage)
        },
        { timeout: 100 },
      )
      await begun.promise
      await expect.poll(() => pidBy(prepared).catch(isOutage)).toBe(true)
      ended.resolve()
      await expect(transaction).rejects.toSatisfy(isOutage)
    })
    expect(await db.user.count({ where: { email } })).toBe(0)
  })
})
