import { setTimeout } from 'node:timers/promises'
import { openConnections } from '@latchkey/database/client'
import { applicationNames } from '@latchkey/database/technical'
import { afterAll, describe, expect, it } from 'vitest'
import {
  type Answer,
  type Replica,
  replicaAt,
  replicaEnvironment,
  startReplicas,
  type TestSession,
} from '../../../../testing/replicas.ts'
import { startServer, temporaryDataDir } from '../../../../testing/server-process.ts'
import { tcpProxy } from '../../../../testing/tcp-proxy.ts'
import { isThorough } from '../../../../testing/thorough.ts'

/** How long a replica may answer from memory after a beat of the database (lease.ts). */
const leaseMs = 1_000
/** A request sent later than this after the revocation is refused, in every failure. */
const latestAcceptedMs = 2_000
/** The server's own time limit for a request, in every failure. */
const deadlineMs = 10_000
/** Long enough for a warm answer; if it is not, the test only asks once more. */
const warmWithinMs = 500

const fleet = await startReplicas(3)
const { replicas, db } = fleet
afterAll(() => fleet.close())

/** Between two questions: short, yet it leaves the processor to the replicas. */
const pause = () => setTimeout(5)
const at = <T>(list: readonly T[], index: number) => list[index % list.length] as T
const everywhere = <T>(work: (replica: Replica) => Promise<T>) => Promise.all(replicas.map(work))

/** Revokes as an admin at psql would; returns when the commit was known, on the monotonic clock. */
async function revokeBySql({ id }: TestSession): Promise<number> {
  const count = await db.$executeRaw`update sessions set revoked_at = now() where id = ${id}::uuid`
  expect(count).toBe(1)
  return performance.now()
}

/** Asks until the answer is `status`, and returns all answers; the test's time limit bounds it. */
async function askUntil(status: number, replica: Replica, session: TestSession): Promise<Answer[]> {
  const answers: Answer[] = []
  do {
    answers.push(await replica.ask(session))
    await pause()
  } while (answers.at(-1)?.status !== status)
  return answers
}

/** The result of `work` while the table of sessions is locked, so from memory; undefined if it takes too long. */
async function withoutTable<T>(work: () => Promise<T>): Promise<T | undefined> {
  return db.$transaction(async tx => {
    await tx.$executeRaw`lock table sessions in access exclusive mode`
    const enough = new AbortController()
    return Promise.race([work(), setTimeout(warmWithinMs, undefined, { signal: enough.signal })]).finally(() =>
      enough.abort(),
    )
  })
}

/** Asks until the replicas answer all these sessions without reading the table: their lease then holds. */
async function warm(sessions: readonly TestSession[], some: readonly Replica[] = replicas): Promise<void> {
  const askAll = () => Promise.all(some.flatMap(replica => sessions.map(session => replica.ask(session))))
  for (;;) {
    for (const { status } of await askAll()) expect([200, 503]).toContain(status)
    const answers = await withoutTable(askAll)
    if (answers?.every(({ status }) => status === 200)) return
    await pause()
  }
}

const accepted = (answers: readonly Answer[]) => answers.filter(({ status }) => status === 200)
/** How long after `from` the last accepted request was sent. */
const lastAcceptedAfter = (answers: readonly Answer[], from: number) =>
  Math.max(0, ...accepted(answers).map(({ sentAt }) => sentAt - from))

describe('three replicas', () => {
  it('answer warm requests without reading the table', async () => {
    const sessions = await fleet.createSessions(5)
    await warm(sessions)
    const answers = await withoutTable(() => everywhere(replica => replica.ask(at(sessions, 0))))
    expect(answers?.map(({ status }) => status)).toEqual([200, 200, 200])
  })

  it('refuse all sessions that are revoked by API and by SQL, under load', async ({ annotate }) => {
    const lanes = 10
    const each = isThorough ? 100 : 8
    const background = await fleet.createSessions(30)
    const people: TestSession[][] = []
    for (let lane = 0; lane < lanes; lane++) people.push(await fleet.createSessions(each + 1))
    await warm(background)
    let isOver = false
    const load = replicas.flatMap(replica =>
      [0, 1].map(async lane => {
        for (let turn = lane; !isOver; turn++) expect((await replica.ask(at(background, turn))).status).not.toBe(401)
      }),
    )
    const latencies: number[] = []
    const late: number[] = []

    async function revokeAll([revoker, ...sessions]: TestSession[]): Promise<void> {
      for (const [turn, session] of sessions.entries()) {
        await everywhere(replica => askUntil(200, replica, session))
        let committed: number
        if (turn % 2) committed = await revokeBySql(session)
        else {
          const revoked = await at(replicas, turn / 2).revoke(session, revoker as TestSession)
          expect(revoked.status).toBe(200)
          committed = revoked.answeredAt
        }
        for (const answers of await everywhere(replica => askUntil(401, replica, session))) {
          latencies.push((answers.at(-1)?.answeredAt ?? Number.NaN) - committed)
          late.push(lastAcceptedAfter(answers, committed))
        }
      }
    }

    await Promise.all(people.map(revokeAll))
    isOver = true
    await Promise.all(load)
    expect(latencies).toHaveLength(3 * lanes * each)
    expect(Math.max(...late)).toBeLessThanOrEqual(leaseMs)
    latencies.sort((a, b) => a - b)
    const percentile = (part: number) => latencies[Math.floor(part * (latencies.length - 1))]?.toFixed(1)
    await annotate(
      `from commit to 401: p50 ${percentile(0.5)} ms, p99 ${percentile(0.99)} ms, most ${percentile(1)} ms`,
    )
  })
})

describe('a LISTEN connection that is killed', () => {
  async function killListeners(): Promise<void> {
    // Materialized: a planner that checked the name last would kill all connections.
    const killed = await db.$queryRaw<{ pid: number }[]>`
      with listeners as materialized (select pid from pg_stat_activity where application_name = ${applicationNames.listener})
      select pid, pg_terminate_backend(pid) from listeners`
    const pids = killed.map(({ pid }) => pid)
    const left = () => db.$queryRaw<object[]>`select 1 as x from pg_stat_activity where pid = any(${pids})`
    while ((await left()).length > 0) await pause()
  }

  it('hides no revocation that was committed while no replica listened', async () => {
    for (let round = 0; round < (isThorough ? 5 : 2); round++) {
      const [witness, ...sessions] = (await fleet.createSessions(4)) as [TestSession, ...TestSession[]]
      await warm([witness, ...sessions])
      await killListeners()
      await Promise.all(sessions.map(revokeBySql))
      // The test asks for them only when the leases hold again, so the answers show what the replicas kept.
      await warm([witness])
      const answers = await everywhere(replica => Promise.all(sessions.map(session => replica.ask(session))))
      expect(new Set(answers.flat().map(({ status }) => status))).toEqual(new Set([401]))
    }
  })

  it('again and again lets no replica accept a session that was revoked more than two seconds before', async () => {
    const [witness, ...sessions] = (await fleet.createSessions(41)) as [TestSession, ...TestSession[]]
    await warm([witness, ...sessions])
    let isOver = false
    const killing = (async () => {
      while (!isOver) {
        await killListeners()
        await pause()
      }
    })()
    const late = await Promise.all(
      sessions.map(async (session, turn) => {
        for (let asked = 0; asked < turn; asked++) await at(replicas, asked).ask(session)
        const committed = await revokeBySql(session)
        const answers = await everywhere(replica => askUntil(401, replica, session))
        return lastAcceptedAfter(answers.flat(), committed)
      }),
    )
    isOver = true
    await killing
    expect(Math.max(...late)).toBeLessThanOrEqual(latestAcceptedMs)
    await warm([witness])
    for (const { status } of await everywhere(replica => replica.ask(at(sessions, 0)))) expect(status).toBe(401)
  })
})

describe('a Postgres that is frozen', () => {
  it('causes 503 in time when the lease is over, never 401, and nothing is lost when it resumes', async () => {
    const [known, doomed, cold] = (await fleet.createSessions(3)) as [TestSession, TestSession, TestSession]
    await warm([known, doomed])
    const goOn = await fleet.freeze()
    const frozen = performance.now()
    try {
      const unknown = everywhere(replica => replica.ask(cold))
      const answers = (await everywhere(replica => askUntil(503, replica, known))).flat()
      answers.push(...(await everywhere(replica => replica.ask(known))), ...(await unknown))
      expect(answers.filter(({ status }) => ![200, 503].includes(status))).toEqual([])
      expect(lastAcceptedAfter(answers, frozen)).toBeLessThanOrEqual(leaseMs)
      for (const { status, retryAfter, sentAt, answeredAt } of answers.filter(({ status }) => status === 503)) {
        expect([status, retryAfter]).toEqual([503, '1'])
        expect(answeredAt - sentAt).toBeLessThan(deadlineMs)
      }
      // A forged token needs no database to be refused.
      for (const { code } of await everywhere(replica => replica.ask({ token: 'lk_forged' })))
        expect(code).toBe('invalid_token')
    } finally {
      goOn()
    }
    await everywhere(replica => askUntil(200, replica, known))
    const committed = await revokeBySql(doomed)
    const after = await everywhere(replica => askUntil(401, replica, doomed))
    expect(lastAcceptedAfter(after.flat(), committed)).toBeLessThanOrEqual(leaseMs)
    await warm([known, cold])
  })
})

describe('a replica that is paused', () => {
  it.each(isThorough ? [3, 10] : [3])(
    'for %d seconds accepts no session, when it resumes, that was revoked during the pause',
    async seconds => {
      const replica = at(replicas, seconds)
      const other = at(replicas, seconds + 1)
      const [witness, ...sessions] = (await fleet.createSessions(41)) as [TestSession, ...TestSession[]]
      await warm([witness, ...sessions])
      process.kill(replica.pid, 'SIGSTOP')
      try {
        await Promise.all(sessions.map(revokeBySql))
        const waiting = sessions.slice(0, 20).map(session => replica.ask(session))
        expect((await other.ask(witness)).status).toBe(200)
        // The length of the pause is under test, so it must pass.
        await setTimeout(seconds * 1000)
        process.kill(replica.pid, 'SIGCONT')
        const later = sessions.slice(20).map(session => replica.ask(session))
        // A connection that was silent for ten seconds may be closed instead, and the database may not answer in time.
        const refusals = seconds < 10 ? [401, 503] : [401, 503, 0]
        for (const { status } of await Promise.all([...waiting, ...later])) expect(refusals).toContain(status)
      } finally {
        process.kill(replica.pid, 'SIGCONT')
      }
      for (const session of sessions)
        expect((await askUntil(401, replica, session)).filter(({ status }) => status === 200)).toEqual([])
      await warm([witness])
    },
  )
})

describe('two connections to the database', () => {
  /** A fourth replica, with one proxy for its pool and one for its listening connection. */
  async function replicaByProxies() {
    const [pool, direct] = await Promise.all([tcpProxy(fleet.url), tcpProxy(fleet.url)])
    const server = await startServer({
      ...replicaEnvironment,
      DATA_DIR: await temporaryDataDir(),
      DATABASE_URL: pool.url,
      DATABASE_DIRECT_URL: direct.url,
    })
    return { pool, direct, replica: replicaAt(server.address, server.child.pid ?? 0) }
  }

  it('are the pool for queries and the direct one for announcements', async () => {
    const { pool, direct, replica } = await replicaByProxies()
    const [known, cold, doomed] = (await fleet.createSessions(3)) as [TestSession, TestSession, TestSession]
    await warm([known, doomed], [replica])

    pool.cut()
    const cut = performance.now()
    expect((await replica.ask(cold)).status).toBe(503)
    // Announcements still arrive: the revoked session is no longer trusted, but its reason cannot be read.
    await revokeBySql(doomed)
    await askUntil(503, replica, doomed)
    // The pool may come back on another server, so memory is not trusted without it.
    expect(lastAcceptedAfter(await askUntil(503, replica, known), cut)).toBeLessThanOrEqual(leaseMs)
    pool.restore()
    await askUntil(401, replica, doomed)
    await warm([known, cold], [replica])

    const [revokedUnseen] = (await fleet.createSessions(1)) as [TestSession]
    await warm([revokedUnseen], [replica])
    direct.cut()
    await revokeBySql(revokedUnseen)
    // No announcement arrives, so every request queries through the pool.
    const late = await askUntil(401, replica, revokedUnseen)
    expect(late.length).toBeLessThan(1000)
    expect((await replica.ask(known)).status).toBe(200)
    expect(await withoutTable(() => replica.ask(known))).toBeUndefined()
    direct.restore()
    await warm([known], [replica])
  })

  it('are not needed by the server that revokes: it refuses the session before it answers', async () => {
    const { direct, replica } = await replicaByProxies()
    for (let round = 0; round < 3; round++) {
      const [revoker, session] = (await fleet.createSessions(2)) as [TestSession, TestSession]
      await warm([revoker, session], [replica])
      direct.stall()
      expect((await replica.revoke(session, revoker)).status).toBe(200)
      expect((await replica.ask(session)).status).toBe(401)
      direct.restore()
    }
  })

  it('may fail together or alone: without announcements, memory is trusted for a second', async () => {
    const { direct, replica } = await replicaByProxies()
    for (let round = 0; round < 3; round++) {
      const [session] = (await fleet.createSessions(1)) as [TestSession]
      await warm([session], [replica])
      direct.stall()
      const stalled = performance.now()
      await revokeBySql(session)
      const answers = await askUntil(401, replica, session)
      expect(lastAcceptedAfter(answers, stalled)).toBeLessThanOrEqual(leaseMs)
      direct.restore()
    }
  })

  it('hide no revocation from a replica that was paused while its listening connection was dead', async () => {
    const { direct, replica } = await replicaByProxies()
    const sessions = await fleet.createSessions(20)
    await warm(sessions, [replica])
    direct.stall()
    process.kill(replica.pid, 'SIGSTOP')
    try {
      const committed = Math.max(...(await Promise.all(sessions.map(revokeBySql))))
      const waiting = sessions.map(session => replica.ask(session))
      await setTimeout(committed + latestAcceptedMs - performance.now())
      process.kill(replica.pid, 'SIGCONT')
      for (const { status } of await Promise.all(waiting)) expect(status).toBe(401)
    } finally {
      process.kill(replica.pid, 'SIGCONT')
    }
  })
})

describe('a Postgres that is restarted', () => {
  it('causes 503 until it is back; no one is signed out, and what is revoked then is refused', async () => {
    for (let round = 0; round < (isThorough ? 2 : 1); round++) {
      const [known, doomed] = (await fleet.createSessions(2)) as [TestSession, TestSession]
      await warm([known, doomed])
      await fleet.crash()
      const down = (await everywhere(replica => askUntil(503, replica, known))).flat()
      await fleet.restart()
      const restarted = performance.now()
      const up = (await everywhere(replica => askUntil(200, replica, known))).flat()
      expect(performance.now() - restarted).toBeLessThan(30_000)
      expect([...down, ...up].filter(({ status }) => ![200, 503].includes(status))).toEqual([])
      // The pool of this test has lost its connections too.
      const { db: ownDb, close } = openConnections(fleet.url)
      await ownDb.$executeRaw`update sessions set revoked_at = now() where id = ${doomed.id}::uuid`
      const committed = performance.now()
      await close()
      const refused = (await everywhere(replica => askUntil(401, replica, doomed))).flat()
      expect(lastAcceptedAfter(refused, committed)).toBeLessThanOrEqual(leaseMs)
      await warm([known])
    }
  })
})
