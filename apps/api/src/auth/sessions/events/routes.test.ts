import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { revokeOtherSessions, revokeSession } from '@latchkey/contracts/auth/devices'
import { currentSession, events, signOut } from '@latchkey/contracts/auth/sessions'
import type { Database } from '@latchkey/database/client'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Caller } from '../../../../testing/call-endpoint.ts'
import { confirmSession } from '../../../../testing/confirmed.ts'
import { listenOn, openEvents } from '../../../../testing/event-stream.ts'
import { hours, minutes } from '../../../../testing/movable-clock.ts'
import { tcpProxy } from '../../../../testing/tcp-proxy.ts'
import { replicaOf, testApi } from '../../../../testing/test.ts'
import type { TestApi } from '../../../../testing/test-api.ts'
import { until } from '../../../../testing/until.ts'
import { warm } from '../../../../testing/warm.ts'
import type { Deps } from '../../../deps.ts'
import { deleteUser, disableUser } from '../../admin/service.ts'
import { openEventStreams } from './service.ts'

const api = await testApi({ follows: true })
const address = await listenOn(api)
const ended = (reason: string) => ({ event: 'session_ended', data: { reason } })
const changed = { event: 'sessions_changed', data: {} }

/** Another server that listens, and receives the announcements. */
async function listeningReplica() {
  const replica = await replicaOf(api, { follows: true })
  await warm(replica, (await api.signIn(await api.createUser())).caller)
  return { replica, address: await listenOn(replica) }
}

/** A user with two sessions; the event stream of the second one is open on `at`. */
async function userWithStream(at = address) {
  const user = await api.createUser()
  const own = await api.signIn(user)
  const other = await api.signIn(user, { delivery: 'cookie' })
  return { user, own, other, stream: await openEvents(at, other.caller) }
}

/** The last event of the stream, except sessions_changed: it may come any number of times, as changes are grouped. */
async function untilEnd(stream: Awaited<ReturnType<typeof openEvents>>) {
  for (;;) {
    const received = await stream.next()
    if (received?.event !== changed.event) {
      expect(await stream.next()).toBeUndefined()
      return received
    }
  }
}

/** Streams without an HTTP server; the test's timers start their turns. */
async function directStreams(of: TestApi, caller: Caller, deps: Partial<Deps> = {}) {
  const streams = openEventStreams({ ...of.deps, ...deps })
  onTestFinished(() => streams.close())
  const { user, session } = (await of.call(currentSession, {}, caller)).data
  const { tokenHash } = await of.db.session.findUniqueOrThrow({ where: { id: session.id } })
  const open = (id = session.id, userId = user.id) => {
    const whose = { user: { ...user, id: userId }, session: { ...session, id, remembered: false } }
    return streams.open({ kind: 'session', methods: [], mustAddFactor: false, role: 'person', ...whose }, tokenHash)
  }
  return { streams, open }
}

function useFakeTurns(): void {
  vi.useFakeTimers({ toFake: ['setInterval'] })
  onTestFinished(() => void vi.useRealTimers())
}

const textOf = async (stream: Readable) => (await stream.toArray()).join('')

describe('GET /api/restricted/events', () => {
  it('is a stream that must not be cached or buffered, with the API’s own headers', async () => {
    const { stream } = await userWithStream()
    expect(stream.response.status).toBe(200)
    expect(Object.fromEntries(stream.response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-accel-buffering': 'no',
      'x-request-id': expect.any(String),
    })
  })

  it('answers 401 as a problem without a live session', async () => {
    expect((await api.call(events, {})).problem.code).toBe('missing_token')
    const { own, other } = await userWithStream()
    await api.call(revokeSession, { id: other.session.id }, own.caller)
    expect((await api.call(events, {}, other.caller)).problem).toMatchObject({
      code: 'session_ended',
      reason: 'revoked_by_you',
    })
  })

  it('keeps the cookie of an ended session, for the call that tells the page why it ended', async () => {
    const { own, other } = await userWithStream()
    await api.call(revokeSession, { id: other.session.id }, own.caller)
    const refused = await api.call(events, {}, other.caller)
    expect([refused.status, refused.response.headers['set-cookie']]).toEqual([401, undefined])
    const asked = await api.call(currentSession, {}, other.caller)
    expect(asked.response.headers['set-cookie']).toContain('Max-Age=0')
  })

  it.each<[string, string, (those: Awaited<ReturnType<typeof userWithStream>>) => Promise<unknown>]>([
    ['revokes it', 'revoked_by_you', ({ own, other }) => api.call(revokeSession, { id: other.session.id }, own.caller)],
    ['revokes all others', 'revoked_by_you', ({ own }) => api.call(revokeOtherSessions, {}, own.caller)],
    [
      'revokes it by SQL',
      'revoked_by_admin',
      ({ other }) => api.db.$executeRaw`update sessions set revoked_at = now() where id = ${other.session.id}::uuid`,
    ],
    ['signs it out', 'signed_out', ({ other }) => api.call(signOut, {}, other.caller)],
    ['disables its user', 'account_disabled', ({ user }) => disableUser(api.deps, user.email)],
    [
      'disables its user by SQL',
      'account_disabled',
      ({ user }) => api.db.$executeRaw`update users set disabled_at = now() where id = ${user.id}::uuid`,
    ],
    ['deletes its user', 'account_deleted', ({ user }) => deleteUser(api.deps, user.email, { atOnce: false })],
    [
      'deletes its user by SQL',
      'account_deleted',
      ({ user }) => api.db.$executeRaw`update users set deleted_at = now() where id = ${user.id}::uuid`,
    ],
    ['purges its user', 'account_deleted', ({ user }) => deleteUser(api.deps, user.email, { atOnce: true })],
    [
      'has purged the sessions of its user, and not yet the user',
      'account_deleted',
      ({ user }) =>
        api.db.$transaction([
          api.db.$executeRaw`update users set deleted_at = now() where id = ${user.id}::uuid`,
          api.db.$executeRaw`delete from sessions where user_id = ${user.id}::uuid`,
        ]),
    ],
    ['truncates the tables', 'account_deleted', () => api.db.$executeRaw`truncate users cascade`],
  ])('on another server, tells why its session ended, and ends, when someone %s', async (_, reason, end) => {
    const there = await listeningReplica()
    const those = await userWithStream(there.address)
    await end(those)
    expect(await untilEnd(those.stream)).toEqual(ended(reason))
  })

  it('tells only the other devices of the same user that the list changed', async () => {
    const there = await listeningReplica()
    const { own, other, stream } = await userWithStream(there.address)
    const mine = await openEvents(there.address, own.caller)
    const stranger = await userWithStream(there.address)
    await api.call(revokeSession, { id: other.session.id }, own.caller)
    expect(await mine.next()).toEqual(changed)
    expect(await untilEnd(stream)).toEqual(ended('revoked_by_you'))
    await api.call(signOut, {}, stranger.other.caller)
    expect(await stranger.stream.next()).toEqual(ended('signed_out'))
  })

  it('reports a new sign-in on the server that handled it', async () => {
    const { user, stream } = await userWithStream()
    await api.signIn(user)
    expect(await stream.next()).toEqual(changed)
  })

  it('reports a sign-in on another server at its next check: a new row is not announced', async () => {
    const { replica } = await listeningReplica()
    const { user, other } = await userWithStream()
    useFakeTurns()
    const { open } = await directStreams(replica, other.caller)
    replica.queries.length = 0
    const checks = () => replica.queries.filter(name => name === '$queryRaw').length
    const stream = open()
    await until(() => checks() === 1)
    vi.advanceTimersByTime(10_000)
    await until(() => checks() === 2)
    api.clock.advance(1000)
    await api.signIn(user)
    expect(String(stream.read())).toBe('event: ping\ndata: {}\n\nevent: ping\ndata: {}\n\n')
    vi.advanceTimersByTime(10_000)
    await until(() => stream.readableLength > 40)
    expect(String(stream.read())).toBe('event: ping\ndata: {}\n\nevent: sessions_changed\ndata: {}\n\n')
  })

  it('ends without an event when the token that opened it is exchanged; the new token opens another stream', async () => {
    const { user, own, other, stream } = await userWithStream()
    const mine = await openEvents(address, own.caller)
    const renewed = await confirmSession(api, other.caller, user.password)
    expect(await stream.next()).toBeUndefined()
    expect(await mine.next()).toEqual(changed)
    const another = await openEvents(address, renewed)
    await api.call(revokeSession, { id: other.session.id }, own.caller)
    expect(await another.next()).toEqual(ended('revoked_by_you'))
  })

  it('tells why the session ended on all eight of its streams', async () => {
    const { own, other } = await userWithStream()
    const tabs = await Promise.all(Array.from({ length: 8 }, () => openEvents(address, other.caller)))
    await api.call(revokeSession, { id: other.session.id }, own.caller)
    for (const tab of tabs) expect(await tab.next()).toEqual(ended('revoked_by_you'))
  })

  it('makes room for the eleventh stream of a session by ending the oldest', async () => {
    const { other, stream } = await userWithStream()
    const others = []
    for (let count = 0; count < 10; count++) others.push(await openEvents(address, other.caller))
    expect(await stream.next()).toBeUndefined()
    await api.call(signOut, {}, other.caller)
    for (const each of others) expect(await each.next()).toEqual(ended('signed_out'))
  })

  it('makes room for the thirty-first stream of a user by ending the oldest', async () => {
    const { other } = await userWithStream()
    const { open } = await directStreams(api, other.caller)
    const oldest = open(crypto.randomUUID())
    for (let count = 0; count < 30; count++) open(crypto.randomUUID())
    // It got no event about its session.
    expect(await textOf(oldest)).toBe('event: ping\ndata: {}\n\n')
  })

  it('ends when the session ended between the guard’s check and the opening of the stream', async () => {
    const { own, other } = await userWithStream()
    const { open } = await directStreams(api, other.caller)
    await api.call(revokeSession, { id: other.session.id }, own.caller)
    expect(await textOf(open())).toBe(
      'event: ping\ndata: {}\n\nevent: session_ended\ndata: {"reason":"revoked_by_you"}\n\n',
    )
  })

  it('does not count as use, however often it is opened, and ends when the session is idle', async () => {
    const quiet = await testApi()
    const at = await listenOn(quiet)
    const { caller, session } = await quiet.signIn(await quiet.createUser())
    useFakeTurns()
    const { open } = await directStreams(quiet, caller)
    const stream = open()
    for (let count = 0; count < 12; count++) {
      quiet.clock.advance(minutes(10))
      expect((await openEvents(at, caller)).response.status).toBe(200)
    }
    await quiet.deps.sessionCache.flush()
    const { lastSeenAt } = await quiet.db.session.findUniqueOrThrow({ where: { id: session.id } })
    expect(lastSeenAt.toISOString()).toBe(session.createdAt)
    quiet.clock.advance(minutes(1))
    expect((await quiet.call(events, {}, caller)).problem.reason).toBe('idle')
    vi.advanceTimersByTime(10_000)
    expect(await textOf(stream)).toBe(
      'event: ping\ndata: {}\n\nevent: ping\ndata: {}\n\nevent: session_ended\ndata: {"reason":"idle"}\n\n',
    )
  })

  it('ends when the session expires', async () => {
    const quiet = await testApi()
    const { caller } = await quiet.signIn(await quiet.createUser())
    useFakeTurns()
    const { open } = await directStreams(quiet, caller)
    const stream = open()
    quiet.clock.advance(hours(24))
    vi.advanceTimersByTime(10_000)
    expect(await textOf(stream)).toContain('"reason":"expired"')
  })

  it('signs no one out during an outage, and asks again within a second', async () => {
    const { own, other } = await userWithStream()
    useFakeTurns()
    let isAway = true
    const asked: string[] = []
    const $queryRaw = (...query: [TemplateStringsArray, ...unknown[]]) => {
      asked.push(isAway ? 'failed' : 'answered')
      return isAway ? Promise.reject(new Error('away')) : api.db.$queryRaw(...query)
    }
    const { open } = await directStreams(api, other.caller, { db: { $queryRaw } as unknown as Database })
    const stream = open()
    await api.call(revokeSession, { id: other.session.id }, own.caller)
    while (asked.length === 0) await new Promise(setImmediate)
    expect(stream.readableEnded || stream.destroyed).toBe(false)
    isAway = false
    vi.advanceTimersByTime(1000)
    expect(await textOf(stream)).toContain('"reason":"revoked_by_you"')
  })

  it('is closed when its client does not read', async () => {
    const { user, other } = await userWithStream()
    const { open } = await directStreams(api, other.caller)
    const stream = open()
    const closed = once(stream, 'close')
    let isClosed = false
    closed.then(() => {
      isClosed = true
    })
    while (!isClosed) {
      api.deps.sessionCache.announceNew(user.id)
      await new Promise(setImmediate)
    }
  })
})

describe('a gap in the announcements', () => {
  it('hides no end from an open stream: one query checks all sessions again', async () => {
    const proxy = await tcpProxy(api.url)
    const replica = await replicaOf(api, {})
    const at = await listenOn(replica)
    const people = await Promise.all(Array.from({ length: 5 }, () => userWithStream(at)))
    replica.deps.sessionCache.follow(proxy.url, proxy.url)
    for (const { stream } of people) expect(await stream.next()).toEqual(changed)
    proxy.cut()
    for (const { own, other } of people) await api.call(revokeSession, { id: other.session.id }, own.caller)
    replica.queries.length = 0
    proxy.restore()
    for (const { stream } of people) expect(await untilEnd(stream)).toEqual(ended('revoked_by_you'))
    expect(replica.queries).toEqual(['$queryRaw'])
  })

  it('has the same effect as an announcement that anything may have changed', async () => {
    const { stream } = await userWithStream()
    await api.db.$executeRaw`select pg_notify(name, '*') from announcement_channel`
    expect(await stream.next()).toEqual(changed)
  })
})

describe('the server', () => {
  it('ends every stream at once when it stops, without an event about a session', async () => {
    const { replica, address: there } = await listeningReplica()
    const { stream } = await userWithStream(there)
    await replica.app.close()
    expect(await stream.next()).toBeUndefined()
  })

  it('answers 503 when 10,000 streams are open, until one is closed', async () => {
    const { own } = await userWithStream()
    const { open } = await directStreams(api, own.caller)
    const somebodyElse = () => open(crypto.randomUUID(), crypto.randomUUID())
    const first = somebodyElse()
    for (let count = 1; count < 10_000; count++) somebodyElse()
    expect(() => open()).toThrow('unavailable')
    await once(first.destroy(), 'close')
    expect(() => open()).not.toThrow()
  })

  it('opens no stream while it stops: it would delay the stop', async () => {
    const { own } = await userWithStream()
    const { streams, open } = await directStreams(api, own.caller)
    streams.close()
    expect(() => open()).toThrow('unavailable')
  })
})
