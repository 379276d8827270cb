import { setTimeout } from 'node:timers/promises'
import { openConnections } from '@latchkey/database/client'
import { startPrimaryAndStandby } from '@latchkey/database/testing-standby'
import { afterAll, expect, it, onTestFinished } from 'vitest'
import {
  createSessions,
  type Replica,
  replicaAt,
  replicaEnvironment,
  type TestSession,
} from '../../../../testing/replicas.ts'
import { startServer, temporaryDataDir } from '../../../../testing/server-process.ts'
import { tcpProxy } from '../../../../testing/tcp-proxy.ts'
import { type RunningPostgres, startPrimaryAndCopy } from '../../../../testing/two-servers.ts'

/** A request sent later than this after the revocation is refused, in every failure. */
const latestAcceptedMs = 2_000
/** Long enough for a warm answer; if it is not, the test only asks once more. */
const warmWithinMs = 500

const servers = await startPrimaryAndCopy(4)
afterAll(() => servers.close())
const [witness, first, second, third] = servers.sessions as [TestSession, TestSession, TestSession, TestSession]

/** A server whose pool and whose listening connection can each be led to the other Postgres. */
async function startSplittable() {
  const [pool, direct] = await Promise.all([tcpProxy(servers.primary.url), tcpProxy(servers.primary.url)])
  const server = await startServer({
    ...replicaEnvironment,
    LOG_LEVEL: 'error',
    DATA_DIR: await temporaryDataDir(),
    DATABASE_URL: pool.url,
    DATABASE_DIRECT_URL: direct.url,
  })
  return { pool, direct, server, replica: replicaAt(server.address, server.child.pid ?? 0) }
}

/** Asks until the server answers this session while the table cannot be read, so from memory. */
async function warm({ connections }: RunningPostgres, replica: Replica, session: TestSession): Promise<void> {
  for (let isWarm = false; !isWarm; ) {
    await replica.ask(session)
    isWarm = await connections.db.$transaction(async tx => {
      await tx.$executeRaw`lock table sessions in access exclusive mode`
      const answer = await Promise.race([replica.ask(session), setTimeout(warmWithinMs)])
      return answer?.status === 200
    })
  }
}

/** Revokes the session where only this server knows it, and asks until it is refused. How late was the last that was accepted? */
async function lastAcceptedAfterRevoking({ connections }: RunningPostgres, replica: Replica, session: TestSession) {
  await connections.db.$executeRaw`update sessions set revoked_at = now() where id = ${session.id}::uuid`
  const revoked = performance.now()
  for (let last = 0; ; ) {
    const { status, sentAt } = await replica.ask(session)
    if (status === 401) return last
    if (status === 200) last = sentAt - revoked
    // A watched session was accepted without end.
    if (last > 2 * latestAcceptedMs) return last
    await new Promise(setImmediate)
  }
}

it('a session revoked on the server of the pool is refused, though the listening connection hears another server', async () => {
  const { pool, direct, server, replica } = await startSplittable()
  await warm(servers.primary, replica, first)
  pool.leadTo(servers.copy.url)
  expect(await lastAcceptedAfterRevoking(servers.copy, replica, first)).toBeLessThanOrEqual(latestAcceptedMs)
  await expect.poll(() => server.printed()).toContain('database_split')
  // It answers, by asking the database each time, until both lead to one server again.
  expect((await replica.ask(witness)).status).toBe(200)
  expect(await lastAcceptedAfterRevoking(servers.copy, replica, second)).toBeLessThanOrEqual(latestAcceptedMs)
  direct.leadTo(servers.copy.url)
  await warm(servers.copy, replica, third)
  expect(await lastAcceptedAfterRevoking(servers.copy, replica, third)).toBeLessThanOrEqual(latestAcceptedMs)
  expect(server.printed().match(/database_split/g)).toHaveLength(1)
})

it('a session revoked on a promoted standby is refused, though the old primary of the same address still answers and commits', async () => {
  const pair = await startPrimaryAndStandby()
  onTestFinished(pair.close)
  const open = (url: string) => ({ url, connections: openConnections(url) })
  const [primary, standby] = [open(pair.primary.url), open(pair.standby.url)]
  onTestFinished(async () => void (await Promise.all([primary.connections.close(), standby.connections.close()])))
  const [watched, kept] = (await createSessions(primary.connections, 2)) as [TestSession, TestSession]
  const server = await startServer({
    ...replicaEnvironment,
    LOG_LEVEL: 'warn',
    DATA_DIR: await temporaryDataDir(),
    DATABASE_URL: pair.url,
  })
  const replica = replicaAt(server.address, server.child.pid ?? 0)
  await warm(primary, replica, watched)
  await pair.setSynchronous(false)
  await pair.standby.promote()
  expect(await lastAcceptedAfterRevoking(standby, replica, watched)).toBeLessThanOrEqual(latestAcceptedMs)
  await warm(standby, replica, kept)
  expect(await lastAcceptedAfterRevoking(standby, replica, kept)).toBeLessThanOrEqual(latestAcceptedMs)
  expect(server.printed().match(/primary_changed/g)).toHaveLength(1)
})
