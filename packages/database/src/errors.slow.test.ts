import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { type Connections, type Database, openConnections } from './client.ts'
import { serverUrl } from './embedded/lease.ts'
import { withLock } from './embedded/lock.ts'
import { findOrStart } from './embedded/server.ts'
import { isOutage, isUniqueViolation } from './errors.ts'
import { applyMigrations } from './migrate.ts'
import { createTestDatabase } from './testing.ts'
import { createDataDir } from './testing-data-dir.ts'

const now = new Date(0)
const user = (email: string) => ({ email, createdAt: now, updatedAt: now })

/** The ways in which the API queries the database. Prisma throws a different error in each. */
const ways: Record<string, (connections: Connections) => Promise<unknown>> = {
  'a model': ({ db }) => db.user.findMany(),
  'raw SQL': ({ db }) => db.$queryRaw`select 1`,
  'a batch': ({ db }) => db.$transaction([db.user.findMany()]),
  'a transaction': ({ db }) => db.$transaction(tx => tx.user.findMany()),
  'a prepared statement': ({ prepared }) => prepared({ name: 'one', text: 'select 1' }, []),
}

const worked = 'It worked.'
const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => worked,
    error => error,
  )

/** Queries in every way until each succeeds. On a busy machine, opening a connection may exceed the time limit. */
async function connect(pools: Connections[]): Promise<void> {
  for (const [index, ask] of Object.values(ways).entries())
    while ((await failureOf(ask(pools[index] as Connections))) !== worked);
}

/** Queries in every way at once, on pools that were connected before and on new ones. */
async function expectOutages(pools: Connections[], url: string): Promise<void> {
  const fresh = Object.values(ways).map(() => openConnections(url))
  const attempts = Object.entries({ connected: pools, fresh }).flatMap(([kind, dbs]) =>
    Object.entries(ways).map(async ([way, ask], index) => {
      expect(await failureOf(ask(dbs[index] as Connections)), `${way}, ${kind}`).toSatisfy(isOutage)
    }),
  )
  await Promise.all(attempts)
  await Promise.all(fresh.map(({ close }) => close()))
}

describe('isOutage, on a separate server without a lease', () => {
  let dataDir: Awaited<ReturnType<typeof createDataDir>>
  let url: string
  let pids: number[]
  let pools: Connections[]

  async function start(): Promise<void> {
    const { config, connection } = await withLock(dataDir.path, () => findOrStart(dataDir.path, { durable: false }))
    await connection.end()
    url = serverUrl(config)
    pids = [Number.parseInt(await readFile(join(config.home, 'cluster', 'postmaster.pid'), 'utf8'), 10)]
  }

  const signal = (name: NodeJS.Signals) => pids.map(pid => process.kill(pid, name))

  beforeAll(async () => {
    dataDir = await createDataDir({ hasCluster: true })
    await start()
    await applyMigrations(url)
    pools = Object.values(ways).map(() => openConnections(url))
    await connect(pools)
  })

  afterAll(async () => {
    await Promise.all(pools.map(({ close }) => close()))
    await dataDir.remove()
  })

  test('is true while the server is frozen, within the time limit of a query', async () => {
    const children = execFileSync('pgrep', ['-P', String(pids[0])])
      .toString()
      .trim()
      .split('\n')
      .map(Number)
    pids.push(...children)
    signal('SIGSTOP')
    try {
      const migrating = failureOf(applyMigrations(url))
      await expectOutages(pools, url)
      expect(await migrating).toSatisfy(isOutage)
    } finally {
      signal('SIGCONT')
    }
    await connect(pools)
    pids.length = 1
  })

  test('is true for a query whose server dies, and while the server is away; then the pools work again', async () => {
    const [{ db }] = pools as [Connections]
    const dying = db.$transaction(async tx => {
      await tx.user.findMany()
      signal('SIGQUIT')
      for (;;) await tx.user.findMany()
    })
    expect(await failureOf(dying)).toSatisfy(isOutage)
    await expectOutages(pools, url)
    expect(await failureOf(applyMigrations(url))).toSatisfy(isOutage)

    await start()
    await connect(pools)
  })
})

describe('isOutage and isUniqueViolation, on a server that works', () => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>
  let connections: Connections
  let db: Database

  beforeAll(async () => {
    database = await createTestDatabase(inject('template'))
    connections = openConnections(database.url, { poolSize: 1 })
    db = connections.db
  })

  afterAll(async () => {
    await connections.close()
    await database.drop()
  })

  test('a pool that is exhausted is an outage', async () => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>()
    const { promise: taken, resolve: take } = Promise.withResolvers<void>()
    const holder = db.$transaction(async tx => {
      await tx.$queryRaw`select 1`
      take()
      await released
    })
    await taken
    const errors = await Promise.all(Object.values(ways).map(ask => failureOf(ask(connections))))
    release()
    await holder
    for (const [index, way] of Object.keys(ways).entries()) expect(errors[index], way).toSatisfy(isOutage)
  })

  test('a read-only database, such as a standby, is an outage', async () => {
    const { db: standby, close } = openConnections(`${database.url}&options=-c%20default_transaction_read_only%3Don`)
    expect(await failureOf(standby.user.create({ data: user('a@example.com') }))).toSatisfy(isOutage)
    expect(await failureOf(standby.$executeRaw`delete from users`)).toSatisfy(isOutage)
    await close()
  })

  test('a full queue of notifications is an outage', () => {
    expect(Object.assign(new Error('too many notifications in the NOTIFY queue'), { code: '54000' })).toSatisfy(
      isOutage,
    )
  })

  test('a duplicate of a unique value is a unique violation and no outage, by a model and by raw SQL', async () => {
    await db.user.create({ data: user('taken@example.com') })
    const errors = [
      await failureOf(db.user.create({ data: user('taken@example.com') })),
      await failureOf(
        db.$executeRaw`insert into users (id, email, created_at, updated_at)
                       values (gen_random_uuid(), 'taken@example.com', now(), now())`,
      ),
    ]
    for (const error of errors) {
      expect(error).toSatisfy(isUniqueViolation)
      expect(error).not.toSatisfy(isOutage)
    }
  })

  test('a programming error is neither, nor is a value that is not an error', async () => {
    const circular: { cause?: unknown } = new Error('circular')
    circular.cause = circular
    for (const error of [await failureOf(db.$queryRaw`select nothing`), circular, undefined, null, 'timeout expired']) {
      expect(error).not.toSatisfy(isOutage)
      expect(error).not.toSatisfy(isUniqueViolation)
    }
  })
})
