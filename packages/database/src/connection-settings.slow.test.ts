import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, inject, it, onTestFinished } from 'vitest'
import { startPooler } from '../testing/pooler.ts'
import { startSpeakingServer } from '../testing/speaking-server.ts'
import { openConnections } from './client.ts'
import { connectTo } from './connection.ts'
import { requirements, type ServerLimits, UnsuitableDatabaseError } from './connection-settings.ts'
import { isOutage, outageOf } from './errors.ts'
import { CHANGES_CHANNEL } from './heartbeat.ts'
import { type Listening, listen } from './listen.ts'
import { applyMigrations } from './migrate.ts'
import { openTimelines, watchPromotions } from './primary.ts'
import { requireSameServer } from './same-server.ts'
import { connectForTest, createTestDatabase } from './testing.ts'

const limits: ServerLimits = { lockMs: 1_000, statementMs: 2_000, idleInTransactionMs: 3_000 }
const settings = `
  select current_setting('TimeZone') as zone, current_setting('default_transaction_isolation') as isolation,
    current_setting('transaction_isolation') as now, current_setting('synchronous_commit') as commit,
    current_setting('DateStyle') as dates, current_setting('search_path') as path,
    current_setting('standard_conforming_strings') as strings`
const safe = {
  zone: 'UTC',
  isolation: 'read committed',
  now: 'read committed',
  commit: 'on',
  dates: 'ISO, MDY',
  path: 'public,pg_temp',
  strings: 'on',
}

async function testDatabase({ isHostile = false } = {}) {
  const database = await createTestDatabase(inject('template'), { isHostile })
  onTestFinished(() => database.drop())
  // The server of tests trades this for speed.
  if (!isHostile) await setDefault(database.url, 'synchronous_commit = on')
  return database
}

function open(url: string) {
  const connections = openConnections(url, { poolSize: 2 })
  onTestFinished(() => connections.close())
  return connections
}

const failureOf = (promise: Promise<unknown>) => promise.then(() => undefined).catch((error: unknown) => error as Error)

describe('in a database whose defaults are hostile', () => {
  it('each connection of a pool is safe, through Prisma too', async () => {
    const { db, query } = open((await testDatabase({ isHostile: true })).url)
    expect((await query(settings)).rows).toEqual([safe])
    expect(await db.$queryRawUnsafe(settings)).toEqual([safe])
    expect(await db.$transaction(tx => tx.$queryRawUnsafe(settings))).toEqual([safe])
  })

  it('so is the one that listens', async () => {
    const { url } = await testDatabase({ isHostile: true })
    const { promise, resolve } = Promise.withResolvers<Listening>()
    onTestFinished(listen(url, CHANGES_CHANNEL, { connected: resolve, notified: () => {}, lost: () => {} }))
    expect(await (await promise).query({ name: 'settings', text: settings }, [])).toEqual([safe])
  })

  it('so is the one that migrates', async () => {
    const { url } = await testDatabase({ isHostile: true })
    const client = await connectForTest(url)
    onTestFinished(() => client.end())
    await client.query('drop schema public cascade; create schema public; drop schema pgboss cascade')
    expect((await applyMigrations(url)).length).toBeGreaterThan(5)
  })

  it('an instant that Prisma writes and reads stays the same', async () => {
    const { db, query } = open((await testDatabase({ isHostile: true })).url)
    const at = new Date('2026-07-01T12:00:00.000Z')
    const { id, createdAt } = await db.user.create({ data: { email: 'ada@example.com', createdAt: at, updatedAt: at } })
    expect(createdAt).toEqual(at)
    expect((await db.user.findUniqueOrThrow({ where: { id } })).createdAt).toEqual(at)
    expect((await query('select extract(epoch from created_at)::int as s from users')).rows).toEqual([
      { s: at.getTime() / 1000 },
    ])
  })

  it('a temporary table takes the place of no table of ours', async () => {
    const client = await connectForTest((await testDatabase()).url)
    onTestFinished(() => client.end())
    await client.query('create temporary table sessions (planted int)')
    await expect(client.query('select planted from sessions')).rejects.toThrow('planted')
  })
})

describe('a database that takes no changes for a while', () => {
  it('is an outage for new connections, and is not overruled', async () => {
    const { url } = await testDatabase()
    await setDefault(url, 'default_transaction_read_only = on')
    const { db, prepared } = open(url)
    const errors = [
      await failureOf(prepared({ name: 'one', text: 'select 1' }, [])),
      await failureOf(db.user.count()),
      await failureOf(applyMigrations(url)),
    ]
    for (const error of errors) expect(outageOf(error)?.name).toBe('read-only')
    await runAt(inject('template').adminUrl, `alter database "${nameIn(url)}" reset default_transaction_read_only`)
    expect(await db.user.count()).toBe(0)
  })
})

describe('options of the address', () => {
  it.each([
    ['no_such_setting=1', 'unrecognized configuration parameter "no_such_setting"'],
    ['TimeZone=Nowhere', 'invalid value for parameter "TimeZone": "Nowhere"'],
  ])('that the database refuses, such as %s, are refused by a sentence', async (option, said) => {
    const { url } = await testDatabase()
    const error = await failureOf(applyMigrations(`${url}&options=-c%20${option}`))
    expect(error).toBeInstanceOf(UnsuitableDatabaseError)
    expect(error?.message).toBe(`The database refuses what "options" in its address or PGOPTIONS sets: ${said}.`)
  })
})

describe('a limit of the server', () => {
  it('ends a wait for a lock, a long statement, and a transaction that its client forgot', async () => {
    const { url } = await testDatabase()
    const [holder, client] = await Promise.all([connectForTest(url), connectTo(url, limits)])
    onTestFinished(() => Promise.all([holder.end(), client.end()]).then(() => {}))
    await holder.query('begin; lock table users')
    await expect(client.query('select from users')).rejects.toMatchObject({ code: '55P03' })
    await expect(client.query('select pg_sleep(5)')).rejects.toMatchObject({ code: '57014' })
    await client.query('begin')
    const ended = new Promise(resolve => client.once('end', resolve))
    await ended
    await expect(client.query('select 1')).rejects.toSatisfy(isOutage)
  })
})

describe('a pooler that drops what a connection sets', () => {
  const bad: Record<string, string> = {
    TimeZone: 'America/Los_Angeles',
    default_transaction_isolation: 'repeatable read',
    synchronous_commit: 'off',
    DateStyle: 'German',
    search_path: 'pg_catalog',
    standard_conforming_strings: 'off',
    session_replication_role: 'replica',
    transaction_timeout: '5s',
  }

  it('is refused for each setting that is wrong', async () => {
    const { url } = await testDatabase()
    const pooler = await startPooler(url, { options: 'dropped' })
    const { prepared, db } = open(pooler.url)
    for (const { name, because } of requirements.filter(({ written }) => written)) {
      await setDefault(url, `${name} = '${bad[name]}'`)
      const error = await failureOf(prepared({ name: 'one', text: 'select 1' }, []))
      expect(error, name).toBeInstanceOf(UnsuitableDatabaseError)
      expect(error?.message).toMatch(new RegExp(`^  ${name} is ${bad[name]}.*\\. ${because}\\.`, 'm'))
      // Once a server runs, such a connection is an outage, also as Prisma reports it.
      expect(await failureOf(db.user.count()), name).toSatisfy(isOutage)
      await runAt(inject('template').adminUrl, `alter database "${nameIn(url)}" reset ${name}`)
      await setDefault(url, 'synchronous_commit = on')
    }
    expect(await db.user.count()).toBe(0)
  })

  it('says what to run, and works once that was run', async () => {
    const { url } = await testDatabase({ isHostile: true })
    const pooler = await startPooler(url, { options: 'dropped' })
    const error = await failureOf(applyMigrations(pooler.url))
    const statements = error?.message.split('\n').filter(line => line.includes('alter role')) ?? []
    expect(statements).toHaveLength(6)
    await runAt(url, statements.join('\n'))
    await applyMigrations(pooler.url)
    expect(await open(pooler.url).db.user.count()).toBe(0)
  })
})

describe('a pooler that refuses what a connection sets', () => {
  it('is used with the settings that the database has, and the start warns of limits that are missing', async () => {
    const { url } = await testDatabase()
    const pooler = await startPooler(url, { options: 'refused' })
    expect(await applyMigrations(pooler.url)).toEqual([])
    const { check, db } = open(pooler.url)
    expect(await check()).toEqual([
      expect.stringContaining('lock_timeout is 0'),
      expect.stringContaining('statement_timeout is 0'),
      expect.stringContaining('idle_in_transaction_session_timeout is 0'),
    ])
    expect(await db.user.count()).toBe(0)
    expect(await open(url).check()).toEqual([])
  })

  it('fails none of the first queries of a pool', async () => {
    const { url } = await testDatabase()
    const pooler = await startPooler(url, { options: 'refused' })
    const { db } = open(pooler.url)
    expect(await Promise.all([db.user.count(), db.session.count()])).toEqual([0, 0])
    await requireSameServer(pooler.url, url)
  })

  it('is refused where a default is wrong', async () => {
    const { url } = await testDatabase({ isHostile: true })
    const pooler = await startPooler(url, { options: 'refused' })
    expect(await failureOf(open(pooler.url).check())).toBeInstanceOf(UnsuitableDatabaseError)
  })
})

describe('connecting', () => {
  it('reaches a database that is 100 ms away, and one beyond its connect_timeout is an outage', async () => {
    const { url } = await testDatabase()
    const far = await startPooler(url, { delayMs: 100 })
    expect(await open(far.url).db.user.count()).toBe(0)
    const impatient = await startPooler(url, { delayMs: 400 })
    expect(await failureOf(open(`${impatient.url}&connect_timeout=1`).db.user.count())).toSatisfy(isOutage)
    expect(await open(`${impatient.url}&connect_timeout=20`).db.user.count()).toBe(0)
  })

  it('the watch for promotions waits for a far server as long as its address says', async () => {
    const far = new URL((await startPooler((await testDatabase()).url, { delayMs: 700 })).url)
    const several = far.href.replace(far.host, `${far.host},${far.host}`)
    const { promise, resolve } = Promise.withResolvers<void>()
    onTestFinished(watchPromotions([`${several}&connect_timeout=30`, several], openTimelines(), resolve))
    await promise
  })

  it('the watch for promotions stops at once, though a server does not answer', async () => {
    const silent = new URL(await startSpeakingServer())
    const several = silent.href.replace(silent.host, `${silent.host},${silent.host}`)
    const stop = watchPromotions([`${several}&connect_timeout=60`], openTimelines(), () => {})
    const impatient = failureOf(connectTo(`${silent.href}&connect_timeout=5`, limits))
    expect(await Promise.race([stop(), impatient])).toBeUndefined()
  })

  it('works through a socket, and a socket that is gone is an outage', async () => {
    const { url } = await testDatabase()
    const directory = await mkdtemp(join(tmpdir(), 'latchkey-'))
    onTestFinished(() => rm(directory, { recursive: true }))
    const pooler = await startPooler(url, { socket: join(directory, '.s.PGSQL.5432') })
    const address = new URL(url)
    address.searchParams.set('host', directory)
    address.port = ''
    address.searchParams.set('port', '5432')
    const { db, prepared } = open(address.href)
    expect(await db.user.count()).toBe(0)
    pooler.close()
    const errors = [
      await failureOf(db.user.count()),
      await failureOf(open(address.href).db.user.count()),
      await failureOf(open(address.href).prepared({ name: 'one', text: 'select 1' }, [])),
      await failureOf(prepared({ name: 'one', text: 'select 1' }, [])),
      await failureOf(applyMigrations(address.href)),
    ]
    for (const error of errors) expect(error).toSatisfy(isOutage)
  })

  it('with a file that was taken away is an outage, and the process lives', async () => {
    const { url } = await testDatabase()
    const { prepared, db } = open(`${url.replace('sslmode=disable', 'sslmode=verify-full')}&sslrootcert=/gone.pem`)
    expect(await failureOf(prepared({ name: 'one', text: 'select 1' }, []))).toSatisfy(isOutage)
    expect(await failureOf(db.user.count())).toSatisfy(isOutage)
  })
})

async function runAt(url: string, sql: string): Promise<void> {
  const client = await connectForTest(url)
  await client.query(sql).finally(() => client.end())
}

const nameIn = (url: string) => new URL(url).pathname.slice(1)
const setDefault = (url: string, setting: string) => runAt(url, `alter database "${nameIn(url)}" set ${setting}`)
