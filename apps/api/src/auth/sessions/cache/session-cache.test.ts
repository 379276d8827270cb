import { listSessions, revokeOtherSessions, revokeSession } from '@latchkey/contracts/auth/devices'
import { currentSession, signOut } from '@latchkey/contracts/auth/sessions'
import { describe, expect, it } from 'vitest'
import type { Caller } from '../../../../testing/call-endpoint.ts'
import { days, hours, minutes } from '../../../../testing/movable-clock.ts'
import { replicaOf, testApi } from '../../../../testing/test.ts'
import type { TestApi } from '../../../../testing/test-api.ts'
import { warm } from '../../../../testing/warm.ts'

const api = await testApi({ follows: true })
const ask = (replica: TestApi, caller: Caller) => replica.call(currentSession, {}, caller)

/** Asks until the session has ended; returns the reason. Only the test's own limit bounds the wait. */
async function reasonOfEnd(replica: TestApi, caller: Caller): Promise<string | undefined> {
  for (;;) {
    const answer = await ask(replica, caller)
    if (answer.status !== 200) return answer.problem.reason ?? answer.problem.code
    await new Promise(setImmediate)
  }
}

async function warmSession(how: { remember?: boolean } = {}) {
  const user = await api.createUser()
  const signedIn = await api.signIn(user, how)
  await warm(api, signedIn.caller)
  return { user, ...signedIn }
}

/** Holds the database's next answer, after its read, until `answer` is called. */
function holdAnswer() {
  const { promise: read, resolve: wasRead } = Promise.withResolvers<void>()
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>()
  api.holdNextAnswer(async () => {
    wasRead()
    await answered
  })
  return { read, answer }
}

const announceUnknownKind = () => api.db.$executeRaw`select pg_notify(name, 'device 0199') from announcement_channel`

/** Waits until `change` is received: announcements arrive in order, so it ends a session of its own afterwards. */
async function untilReceived(change: () => Promise<unknown>): Promise<void> {
  const { session } = await warmSession()
  const { promise: received, resolve } = Promise.withResolvers<void>()
  const unwatch = api.deps.sessionCache.watch(change => {
    if (change.what === 'session' && change.id === session.id) resolve()
  })
  await change()
  await api.db.$executeRaw`update sessions set revoked_at = now() where id = ${session.id}::uuid`
  await received
  unwatch()
}

describe('a warm request', () => {
  it('sends no query; a cold one sends one, and a hundred cold ones at once share one', async () => {
    const { caller } = await warmSession()
    const other = await replicaOf(api, { follows: true })
    const { caller: cold } = await api.signIn(await api.createUser())
    await warm(other, caller)
    other.queries.length = 0
    await Promise.all(Array.from({ length: 100 }, () => ask(other, cold)))
    expect(other.queries).toEqual(['session by token hash'])
    for (let i = 0; i < 10; i++) await ask(other, cold)
    expect(other.queries).toHaveLength(1)
  })

  it('gets exactly the answer of a cold one', async () => {
    const { caller } = await warmSession()
    const coldOnly = await replicaOf(api, {})
    expect((await ask(api, caller)).data).toEqual((await ask(coldOnly, caller)).data)
  })

  it('queries the database and succeeds when no beat was received for a second', async () => {
    const silent = await replicaOf(api, {})
    const { caller } = await api.signIn(await api.createUser())
    for (let i = 0; i < 3; i++) expect((await ask(silent, caller)).status).toBe(200)
    expect(silent.queries).toEqual(Array(3).fill('session by token hash'))
  })
})

describe('a revoked session', () => {
  it('is refused at once on the server that revoked it, in every way to end a session', async () => {
    const { user, caller, session } = await warmSession()
    const revoker = await api.signIn(user)
    await api.call(revokeSession, { id: session.id }, revoker.caller)
    expect((await ask(api, caller)).problem.reason).toBe('revoked_by_you')

    const second = await api.signIn(user)
    await warm(api, second.caller)
    await api.call(revokeOtherSessions, {}, revoker.caller)
    expect((await ask(api, second.caller)).problem.reason).toBe('revoked_by_you')

    await warm(api, revoker.caller)
    await api.call(signOut, {}, revoker.caller)
    expect((await ask(api, revoker.caller)).problem.code).toBe('invalid_token')

    const kept = await api.signIn(user, { delivery: 'cookie' })
    await warm(api, kept.caller)
    await api.signIn(user, { delivery: 'cookie' }, kept.caller)
    expect((await ask(api, kept.caller)).problem.reason).toBe('replaced')
  })

  it('is refused on every other server, for every statement that ends it', async () => {
    const other = await replicaOf(api, { follows: true })
    const { db } = api
    const ends: [string, (id: string, userId: string) => Promise<unknown>, string][] = [
      [
        'update',
        id => db.$executeRaw`update sessions set revoked_at = now() where id = ${id}::uuid`,
        'revoked_by_admin',
      ],
      ['delete', id => db.$executeRaw`delete from sessions where id = ${id}::uuid`, 'invalid_token'],
      [
        'rotate',
        id => db.$executeRaw`update sessions set token_hash = sha256('x') where id = ${id}::uuid`,
        'invalid_token',
      ],
      [
        'disable',
        (_, userId) => db.$executeRaw`update users set disabled_at = now() where id = ${userId}::uuid`,
        'account_disabled',
      ],
      ['leave', (_, userId) => db.$executeRaw`delete from users where id = ${userId}::uuid`, 'invalid_token'],
      [
        'replay',
        id =>
          db.$transaction([
            db.$executeRaw`set local session_replication_role = replica`,
            db.$executeRaw`update sessions set revoked_at = now(), end_reason = 'x' where id = ${id}::uuid`,
          ]),
        'x',
      ],
      ['truncate', () => db.$executeRaw`truncate sessions`, 'invalid_token'],
    ]
    for (const [how, end, reason] of ends) {
      const { caller, session, user } = await warmSession()
      await warm(other, caller)
      await end(session.id, user.id)
      expect([how, await reasonOfEnd(other, caller)]).toEqual([how, reason])
    }
  })

  it('is accepted again when the revocation is undone', async () => {
    const { caller, session } = await warmSession()
    await api.db.$executeRaw`update sessions set revoked_at = now() where id = ${session.id}::uuid`
    await reasonOfEnd(api, caller)
    await api.db.$executeRaw`update sessions set revoked_at = null where id = ${session.id}::uuid`
    while ((await ask(api, caller)).status !== 200) await new Promise(setImmediate)
  })

  it('does not become live again by a query that ran when it was revoked', async () => {
    const { caller, session } = await api.signIn(await api.createUser())
    const { read, answer } = holdAnswer()
    const overtaken = ask(api, caller)
    await read
    await untilReceived(() => api.db.$executeRaw`update sessions set revoked_at = now() where id = ${session.id}::uuid`)
    answer()
    expect((await overtaken).problem.reason).toBe('revoked_by_admin')
    expect((await ask(api, caller)).problem.reason).toBe('revoked_by_admin')
  })

  it('does not become live again by a repeated query that ran when it was revoked', async () => {
    const { caller, session } = await api.signIn(await api.createUser())
    const first = holdAnswer()
    const overtaken = ask(api, caller)
    await first.read
    await untilReceived(() => api.db.$executeRaw`update sessions set ip = '10.0.0.1' where id = ${session.id}::uuid`)
    const second = holdAnswer()
    first.answer()
    await second.read
    await untilReceived(() => api.db.$executeRaw`update sessions set revoked_at = now() where id = ${session.id}::uuid`)
    second.answer()
    // The request came before the revocation, and its query was already repeated once.
    expect((await overtaken).status).toBe(200)
    expect((await ask(api, caller)).problem.reason).toBe('revoked_by_admin')
  })

  it('is forgotten, like all entries, after an announcement of an unknown kind', async () => {
    const { caller } = await warmSession()
    const ended = await warmSession()
    await api.db.$executeRaw`delete from sessions where id = ${ended.session.id}::uuid`
    await reasonOfEnd(api, ended.caller)
    await announceUnknownKind()
    api.queries.length = 0
    while (api.queries.length === 0) await ask(api, caller)
    await warm(api, caller)
    api.queries.length = 0
    await ask(api, ended.caller)
    expect(api.queries).toEqual(['session by token hash'])
  })

  it('is queried once more when such an announcement arrives during the query', async () => {
    const { caller } = await api.signIn(await api.createUser())
    const { read, answer } = holdAnswer()
    const asked = ask(api, caller)
    await read
    await untilReceived(announceUnknownKind)
    api.queries.length = 0
    answer()
    expect((await asked).status).toBe(200)
    expect(api.queries).toEqual(['session by token hash'])
  })
})

describe('a change that no other server needs to know about', () => {
  it('is not announced: a sign-in, a last-seen time, the purge of an ended session', async () => {
    const { caller, session } = await warmSession()
    const ended = await api.signIn(await api.createUser())
    await api.db.$executeRaw`update sessions set revoked_at = now() where id = ${ended.session.id}::uuid`
    await reasonOfEnd(api, ended.caller)
    await api.signIn(await api.createUser())
    await api.db
      .$executeRaw`update sessions set last_seen_at = last_seen_at + interval '1 second' where id = ${session.id}::uuid`
    await untilReceived(() => api.db.$executeRaw`delete from sessions where id = ${ended.session.id}::uuid`)
    api.queries.length = 0
    await ask(api, caller)
    expect(api.queries).toEqual([])
  })
})

describe('time', () => {
  it('ends a warm session at its expiry', async () => {
    const { caller } = await warmSession({ remember: true })
    api.clock.advance(days(14))
    expect((await ask(api, caller)).status).toBe(200)
    await api.deps.sessionCache.flush()
    api.clock.advance(days(14))
    expect((await ask(api, caller)).status).toBe(200)
    await api.deps.sessionCache.flush()
    api.clock.advance(days(2))
    expect((await ask(api, caller)).problem.reason).toBe('expired')
  })

  it('lets the database decide whether a warm session is idle: another server may have seen it', async () => {
    const { caller } = await warmSession()
    const other = await replicaOf(api, {})
    api.clock.advance(hours(1))
    other.clock.advance(hours(1))
    await ask(other, caller)
    await other.deps.sessionCache.flush()
    api.clock.advance(hours(1) + minutes(1))
    api.queries.length = 0
    expect((await ask(api, caller)).status).toBe(200)
    expect(api.queries).toEqual(['session by token hash'])
    await api.deps.sessionCache.flush()
    api.clock.advance(hours(2) + minutes(1))
    expect((await ask(api, caller)).problem.reason).toBe('idle')
  })

  it('counts a last-seen time before it is written', async () => {
    const { caller, session } = await warmSession()
    api.clock.advance(hours(2))
    expect((await ask(api, caller)).status).toBe(200)
    api.deps.sessionCache.forget([session.id])
    api.clock.advance(minutes(2))
    expect((await ask(api, caller)).status).toBe(200)
    await api.deps.sessionCache.flush()
  })

  it('writes last-seen times of warm sessions once a minute, all sessions together', async () => {
    const sessions = await Promise.all([warmSession(), warmSession()])
    api.clock.advance(minutes(1))
    await api.deps.sessionCache.flush()
    api.queries.length = 0
    for (const { caller } of [...sessions, ...sessions]) await ask(api, caller)
    await api.deps.sessionCache.flush()
    expect(api.queries).toEqual(['note last seen'])
    const { data } = await api.call(listSessions, {}, sessions[0]?.caller ?? {})
    expect(data[0]?.lastSeenAt).toBe(api.clock.now().toISOString())
  })
})

describe('refusals', () => {
  it('are remembered for ten seconds, so that an ended token cannot overload the database', async () => {
    const { caller, session } = await warmSession()
    await api.db.$executeRaw`update sessions set revoked_at = now() where id = ${session.id}::uuid`
    await reasonOfEnd(api, caller)
    await ask(api, caller)
    api.queries.length = 0
    for (let i = 0; i < 5; i++) expect((await ask(api, caller)).problem.reason).toBe('revoked_by_admin')
    expect(api.queries).toEqual([])
    api.clock.advance(10_000)
    await ask(api, caller)
    expect(api.queries).toEqual(['session by token hash'])
  })
})
