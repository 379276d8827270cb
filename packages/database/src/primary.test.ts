import { afterAll, beforeAll, expect, inject, it, onTestFinished } from 'vitest'
import { openConnections } from './client.ts'
import { outageOf } from './errors.ts'
import { applyMigrations } from './migrate.ts'
import { findPrimary, openTimelines, watchPromotions } from './primary.ts'
import { requireSameServer } from './same-server.ts'
import { slowProxy } from './testing-slow-proxy.ts'
import { type PrimaryAndStandby, startPrimaryAndStandby } from './testing-standby.ts'

let servers: PrimaryAndStandby
let connections: ReturnType<typeof openConnections>
const timelines = openTimelines()
beforeAll(async () => {
  servers = await startPrimaryAndStandby()
  connections = openConnections(servers.url, { poolSize: 2, timelines })
})
afterAll(async () => {
  await connections?.close()
  await servers?.close()
})

const port = async () => ((await connections.query('show port')).rows as { port: string }[])[0]?.port

it('one server by two names is one primary, and two clusters are none', async () => {
  const { primary } = servers
  const byName = new URL(primary.url)
  byName.hostname = 'localhost'
  expect(await findPrimary([primary.url, byName.href], 60_000)).toMatchObject({ port: primary.port })
  const other = inject('template').adminUrl
  const error = await findPrimary([primary.url, other], 60_000).catch((error: unknown) => error)
  expect(outageOf(error)?.reason).toMatch(/different clusters/)
})

it('a host that never answers costs a moment, and the primary is found', async () => {
  const silent = new URL(servers.standby.url)
  // TEST-NET-1 of RFC 5737: no machine answers there.
  silent.hostname = '192.0.2.1'
  const find = (timeoutMs: number) => findPrimary([silent.href, servers.primary.url], timeoutMs, timelines)
  // The first search waits for it.
  await find(400)
  expect(await find(60_000)).toMatchObject({ host: '127.0.0.1', port: servers.primary.port })
})

it('a connection that was told that it may not write is closed', async () => {
  const { db, query, close } = openConnections(servers.url, { poolSize: 1 })
  onTestFinished(close)
  const pid = async () => ((await query('select pg_backend_pid() as pid')).rows as { pid: number }[])[0]?.pid
  const before = await pid()
  await query('set default_transaction_read_only = on')
  // In a transaction, the connection is given back without its error.
  const write = db.$transaction(tx => tx.$executeRaw`delete from heartbeats`).catch((error: unknown) => error)
  expect(outageOf(await write)).toMatchObject({ name: 'not the primary' })
  expect(await pid()).not.toBe(before)
})

it('while no server is a primary, the outage tells what each said, and an attempt succeeds once one is', async () => {
  const { primary, standby } = servers
  await primary.stop('immediate')
  const error = await port().catch((error: unknown) => error)
  const connection = outageOf(error)?.name === 'no primary' ? error : await port().catch((error: unknown) => error)
  expect(outageOf(connection)).toMatchObject({
    name: 'no primary',
    reason: expect.stringMatching(
      new RegExp(`127\\.0\\.0\\.1:${primary.port}: connect ECONNREFUSED.*127\\.0\\.0\\.1:${standby.port} is a standby`),
    ),
  })
  await primary.start()
  expect(await port()).toBe(String(primary.port))
})

it('new connections lead to the standby once it is promoted, though it is named second and the old primary still answers', async () => {
  const { primary, standby, url } = servers
  await servers.setSynchronous(false)
  expect(await port()).toBe(String(primary.port))
  expect(await applyMigrations(url)).toEqual([])

  let told = Promise.withResolvers<void>()
  let count = 0
  onTestFinished(
    watchPromotions([url, url], timelines, () => {
      count += 1
      told.resolve()
    }),
  )
  await told.promise
  told = Promise.withResolvers<void>()
  await standby.promote()
  await told.promise
  expect(count).toBe(2)

  // The open connection still leads to the old one.
  expect(await port()).toBe(String(primary.port))
  connections.recycle()
  expect(await port()).toBe(String(standby.port))
  await requireSameServer(url, standby.url)

  // A promoted server that is far away answers long after the former primary.
  const far = await slowProxy(standby.url, 45)
  onTestFinished(far.close)
  const knowing = openTimelines()
  expect(await findPrimary([primary.url, far.url], 60_000, knowing)).toMatchObject({
    port: Number(new URL(far.url).port),
  })
  far.close()
  const error = await findPrimary([primary.url, far.url], 60_000, knowing).catch((error: unknown) => error)
  expect(outageOf(error)).toMatchObject({
    name: 'no primary',
    reason: expect.stringContaining(`127.0.0.1:${primary.port} is a former primary (timeline 1, not 2)`),
  })

  // The former primary is promoted too, and takes the same timeline.
  await primary.sql(
    `do $$ begin execute format('copy (select) to %L', current_setting('data_directory') || '/standby.signal'); end $$`,
  )
  await primary.stop('immediate')
  expect(await port()).toBe(String(standby.port))
  await primary.start()
  await primary.promote()
  const rivals = await findPrimary([primary.url, standby.url], 60_000).catch((error: unknown) => error)
  expect(outageOf(rivals)?.reason).toMatch(
    /Two servers are primaries of timeline 2: 127\.0\.0\.1:\d+, 127\.0\.0\.1:\d+/,
  )
})
