import * as devices from '@latchkey/contracts/auth/devices'
import * as contract from '@latchkey/contracts/auth/sessions'
import { describe, expect, it } from 'vitest'
import { days, hours, minutes } from '../../../testing/movable-clock.ts'
import { replicaOf, testApi } from '../../../testing/test.ts'

const api = await testApi()
const ended = async (caller: Parameters<typeof api.call>[2]) =>
  (await api.call(contract.currentSession, {}, caller)).problem.reason

describe('GET /api/restricted/session', () => {
  it('returns the user and the session, for a bearer token and for a cookie', async () => {
    const user = await api.createUser()
    for (const delivery of ['bearer', 'cookie'] as const) {
      const { session, caller } = await api.signIn(user, { delivery })
      const { data } = await api.call(contract.currentSession, {}, caller)
      expect(data).toEqual({
        mustAddFactor: false,
        isAdmin: false,
        user: expect.objectContaining({ id: user.id, email: user.email }),
        session,
      })
      expect(session).toMatchObject({ current: true, delivery })
    }
  })
})

describe('the life of a session', () => {
  it('ends 24 hours after it began, even in constant use', async () => {
    const { caller } = await api.signIn(await api.createUser())
    for (let i = 0; i < 23; i++) {
      api.clock.advance(hours(1))
      expect((await api.call(contract.currentSession, {}, caller)).status).toBe(200)
      await api.deps.sessionCache.flush()
    }
    api.clock.advance(hours(1) - 1)
    expect((await api.call(contract.currentSession, {}, caller)).status).toBe(200)
    api.clock.advance(1)
    expect(await ended(caller)).toBe('expired')
  })

  it('ends after 2 idle hours, plus the minute that lastSeenAt may lag', async () => {
    const { caller } = await api.signIn(await api.createUser())
    api.clock.advance(hours(2) + minutes(1) - 1)
    const other = await api.signIn(await api.createUser())
    expect((await api.call(contract.currentSession, {}, caller)).status).toBe(200)
    await api.deps.sessionCache.flush()
    api.clock.advance(hours(2) + minutes(1))
    expect(await ended(caller)).toBe('idle')
    expect(await ended(other.caller)).toBe('idle')
  })

  it('lasts 30 days, or 14 idle days, for users who ask to be remembered', async () => {
    const user = await api.createUser()
    const { caller } = await api.signIn(user, { remember: true })
    const idle = await api.signIn(user, { remember: true })
    for (let i = 0; i < 2; i++) {
      api.clock.advance(days(14))
      expect((await api.call(contract.currentSession, {}, caller)).status).toBe(200)
      await api.deps.sessionCache.flush()
    }
    expect(await ended(idle.caller)).toBe('idle')
    api.clock.advance(days(2))
    expect(await ended(caller)).toBe('expired')
  })

  it('records when it was last seen at most once a minute, and never backwards', async () => {
    const { caller, session } = await api.signIn(await api.createUser())
    const lastSeen = async () => {
      await api.call(contract.currentSession, {}, caller)
      await api.deps.sessionCache.flush()
      return (await api.db.session.findUniqueOrThrow({ where: { id: session.id } })).lastSeenAt
    }
    const start = api.clock.now()
    api.clock.advance(minutes(1) - 1)
    expect(await lastSeen()).toEqual(start)
    api.clock.advance(1)
    const touched = await lastSeen()
    expect(touched).toEqual(api.clock.now())
    api.clock.advance(-minutes(10))
    expect(await lastSeen()).toEqual(touched)
    api.clock.advance(minutes(10))
  })

  it.each([
    ['without a reason', null, 'revoked_by_admin'],
    ['with a reason that no version knows', 'because', 'because'],
  ])('ends when someone revokes it by SQL %s', async (_, reason, told) => {
    const { caller, session } = await api.signIn(await api.createUser())
    await api.db
      .$executeRaw`update sessions set revoked_at = now(), end_reason = ${reason} where id = ${session.id}::uuid`
    expect(await ended(caller)).toBe(told)
  })

  it('ends when its user is disabled, marked as deleted, or deleted', async () => {
    const user = await api.createUser()
    const { caller } = await api.signIn(user)
    await api.db.user.update({ where: { id: user.id }, data: { disabledAt: api.clock.now() } })
    expect(await ended(caller)).toBe('account_disabled')
    await api.db.user.update({ where: { id: user.id }, data: { disabledAt: null, deletedAt: api.clock.now() } })
    api.clock.advance(10_000)
    expect(await ended(caller)).toBe('account_deleted')
    await api.db.user.delete({ where: { id: user.id } })
    api.clock.advance(10_000)
    expect((await api.call(contract.currentSession, {}, caller)).problem.code).toBe('invalid_token')
  })
})

describe('DELETE /api/sessions/sign_out', () => {
  it('deletes the row, clears the cookie, and the token never works again', async () => {
    const { caller, session } = await api.signIn(await api.createUser(), { delivery: 'cookie' })
    const { status, response } = await api.call(contract.signOut, {}, caller)
    expect(status).toBe(204)
    expect(response.body).toBe('')
    expect(response.headers['set-cookie']).toMatch(
      /^__Host-latchkey=; Max-Age=0; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
    expect(await api.db.session.count({ where: { id: session.id } })).toBe(0)
    expect((await api.call(contract.currentSession, {}, caller)).problem.code).toBe('invalid_token')
    expect((await api.call(contract.signOut, {}, caller)).problem).toMatchObject({ code: 'invalid_token', status: 400 })
  })

  it('makes the browser clear what it stored, but not the cookie that makes it a known device', async () => {
    const user = await api.createUser()
    const { caller } = await api.signIn(user, { delivery: 'cookie' })
    const { response } = await api.call(contract.signOut, {}, caller)
    expect(response.headers['clear-site-data']).toBe('"storage"')
    const bearer = await api.signIn(user)
    expect((await api.call(contract.signOut, {}, bearer.caller)).response.headers).not.toHaveProperty('clear-site-data')
  })

  it('answers 204 for the token of an ended session; its row stays, with when and why', async () => {
    const { caller, session } = await api.signIn(await api.createUser())
    await api.db.session.update({ where: { id: session.id }, data: { revokedAt: api.clock.now(), endReason: 'x' } })
    expect((await api.call(contract.signOut, {}, caller)).status).toBe(204)
    expect(await api.db.session.count({ where: { id: session.id, endReason: 'x' } })).toBe(1)

    const idle = await api.signIn(await api.createUser())
    api.clock.advance(hours(3))
    expect((await api.call(contract.signOut, {}, idle.caller)).status).toBe(204)
    expect(await api.db.session.count({ where: { id: idle.session.id } })).toBe(1)
  })

  it('writes one audit event, with the address and the request', async () => {
    const user = await api.createUser()
    const { caller, session } = await api.signIn(user)
    const { response } = await api.call(contract.signOut, {}, caller)
    await api.call(contract.signOut, {}, caller)
    const events = await api.db.auditEvent.findMany({ where: { kind: 'signed_out', userId: user.id } })
    const requestId = response.headers['x-request-id']
    expect(events).toMatchObject([{ sessionId: session.id, address: user.email, ip: '127.0.0.1', requestId }])
  })

  it('answers 400 without a token and for a token that is not valid', async () => {
    expect((await api.call(contract.signOut, {})).problem).toMatchObject({ code: 'missing_token', status: 400 })
    expect((await api.call(contract.signOut, {}, { token: 'lk_x' })).problem).toMatchObject({
      code: 'invalid_token',
      status: 400,
    })
  })
})

describe('GET /api/restricted/sessions', () => {
  it("lists only the user's own sessions, newest first", async () => {
    const user = await api.createUser()
    await api.signIn(await api.createUser())
    const first = await api.signIn(user)
    api.clock.advance(1)
    const second = await api.signIn(user, { delivery: 'cookie' })
    const { data, response } = await api.call(devices.listSessions, {}, second.caller)
    expect(data).toMatchObject([second.session, { ...first.session, current: false }])
    expect(response.body).not.toMatch(/hash|lk_/i)
  })

  it('sorts live and ended sessions together, by when they began', async () => {
    const user = await api.createUser()
    const began: string[] = []
    // An order that is neither that of the ids nor that of the table.
    for (const [at, place] of [0, 3, 4, 1, 2, 5].entries()) {
      const { session } = await api.signIn(user)
      began[place] = session.id
      const createdAt = new Date(api.clock.now().getTime() - place)
      const ending = at % 2 === 0 ? { revokedAt: api.clock.now(), endReason: 'revoked_by_you' } : {}
      await api.db.session.update({ where: { id: session.id }, data: { createdAt, ...ending } })
    }
    api.clock.advance(minutes(1))
    const { caller, session } = await api.signIn(user)
    const { data } = await api.call(devices.listSessions, {}, caller)
    expect(data.map(({ id }) => id)).toEqual([session.id, ...began])
  })

  it('shows ended sessions for 30 days, with when and why', async () => {
    const user = await api.createUser()
    const old = await api.signIn(user, { remember: true })
    const { caller } = await api.signIn(user, { remember: true })
    const { data } = await api.call(devices.revokeSession, { id: old.session.id }, caller)
    expect(data).toMatchObject({ revoked: true, revokedAt: api.clock.now().toISOString(), endReason: 'revoked_by_you' })
    const idle = await api.signIn(user)
    api.clock.advance(hours(3))
    const list = await api.call(devices.listSessions, {}, caller)
    expect(list.data.find(({ id }) => id === old.session.id)).toMatchObject({ endReason: 'revoked_by_you' })
    expect(list.data.find(({ id }) => id === idle.session.id)).toMatchObject({ endReason: 'idle', revoked: false })
    api.clock.advance(days(30))
    const later = await api.signIn(user)
    expect((await api.call(devices.listSessions, {}, later.caller)).data.map(({ id }) => id)).not.toContain(
      old.session.id,
    )
  })
})

describe('POST /api/restricted/sessions/:id/revoke', () => {
  it('ends a session at once; the first revocation sets when', async () => {
    const user = await api.createUser()
    const victim = await api.signIn(user)
    const { caller } = await api.signIn(user)
    const input = { id: victim.session.id }
    const first = await api.call(devices.revokeSession, input, caller)
    api.clock.advance(1000)
    const again = await api.call(devices.revokeSession, input, caller)
    expect(again.data.revokedAt).toBe(first.data.revokedAt)
    expect(await ended(victim.caller)).toBe('revoked_by_you')
    const events = await api.db.auditEvent.findMany({ where: { kind: 'session_revoked', userId: user.id } })
    const requestId = first.response.headers['x-request-id']
    expect(events).toMatchObject([{ sessionId: victim.session.id, ip: '127.0.0.1', requestId }])
  })

  it('ends the session also for a server that starts later', async () => {
    const user = await api.createUser()
    const [victim, { caller }] = [await api.signIn(user), await api.signIn(user)]
    await api.call(devices.revokeSession, { id: victim.session.id }, caller)
    const { status, problem } = await (await replicaOf(api, {})).call(contract.currentSession, {}, victim.caller)
    expect([status, problem.reason]).toEqual([401, 'revoked_by_you'])
  })

  it('keeps the reason of a session that had already ended', async () => {
    const user = await api.createUser()
    const idle = await api.signIn(user)
    api.clock.advance(hours(3))
    const { caller } = await api.signIn(user)
    const { data } = await api.call(devices.revokeSession, { id: idle.session.id }, caller)
    expect(data).toMatchObject({ revoked: true, endReason: 'idle' })
    expect(await ended(idle.caller)).toBe('idle')
    expect(await api.db.auditEvent.count({ where: { kind: 'session_revoked', userId: user.id } })).toBe(0)
  })

  it('can also end the session of the request', async () => {
    const { caller, session } = await api.signIn(await api.createUser())
    expect((await api.call(devices.revokeSession, { id: session.id }, caller)).data.current).toBe(true)
    expect(await ended(caller)).toBe('revoked_by_you')
  })

  it("answers 404 for another person's session and an unknown one alike", async () => {
    const otherPerson = await api.signIn(await api.createUser())
    const { caller } = await api.signIn(await api.createUser())
    const [foreign, unknown] = await Promise.all(
      [otherPerson.session.id, crypto.randomUUID()].map(id => api.call(devices.revokeSession, { id }, caller)),
    )
    expect(foreign?.problem.code).toBe('not_found')
    expect({ ...foreign?.problem, requestId: '' }).toEqual({ ...unknown?.problem, requestId: '' })
    expect((await api.call(contract.currentSession, {}, otherPerson.caller)).status).toBe(200)
  })

  it.each(['x', '%00', '..', '%2e%2e', 'null', "' or 1=1 --", 'a'.repeat(200)])(
    'answers 404 for the id %j',
    async id => {
      const { caller } = await api.signIn(await api.createUser())
      expect((await api.call(devices.revokeSession, { id }, caller)).problem).toMatchObject({ code: 'not_found' })
    },
  )
})

describe('POST /api/restricted/sessions/revoke_others', () => {
  it('ends all live sessions except this one, and counts them', async () => {
    const user = await api.createUser()
    const stranger = await api.signIn(await api.createUser())
    const others = await Promise.all([api.signIn(user), api.signIn(user, { delivery: 'cookie' }), api.signIn(user)])
    const { caller } = await api.signIn(user)
    await api.call(devices.revokeSession, { id: others[2]?.session.id ?? '' }, caller)
    const events = () => api.db.auditEvent.count({ where: { userId: user.id, kind: 'other_sessions_revoked' } })
    expect((await api.call(devices.revokeOtherSessions, {}, caller)).data).toEqual({ revoked: 2 })
    expect(await events()).toBe(1)
    expect((await api.call(devices.revokeOtherSessions, {}, caller)).data).toEqual({ revoked: 0 })
    expect(await events()).toBe(1)
    for (const other of others) expect(await ended(other.caller)).toBe('revoked_by_you')
    for (const alive of [caller, stranger.caller])
      expect((await api.call(contract.currentSession, {}, alive)).status).toBe(200)
  })

  it('also revokes an idle session, so that a late last-seen write cannot make it live again', async () => {
    const user = await api.createUser()
    const edge = await api.signIn(user)
    api.clock.advance(hours(2) + minutes(1))
    const { caller } = await api.signIn(user)
    expect((await api.call(devices.revokeOtherSessions, {}, caller)).data).toEqual({ revoked: 0 })
    // Another server saw it in time, and writes that only now.
    const lastSeenAt = new Date(api.clock.now().getTime() - minutes(1))
    await api.db.session.update({ where: { id: edge.session.id }, data: { lastSeenAt } })
    expect(await ended(edge.caller)).toBe('idle')
  })

  it('does not deadlock with a transaction that locks the same sessions in the order of their ids', async () => {
    const user = await api.createUser()
    const others = await Promise.all(Array.from({ length: 8 }, () => api.signIn(user)))
    const { caller } = await api.signIn(user)
    const ids = others.map(({ session }) => session.id).sort()
    for (let round = 0; round < 20; round++) {
      // Reversed in the table itself, where a query without an order finds them.
      for (const id of ids.toReversed())
        await api.db.session.update({ where: { id }, data: { revokedAt: null, endReason: null } })
      const noting = api.db.$transaction(async tx => {
        for (const id of ids) await tx.$queryRaw`select id from sessions where id = ${id}::uuid for no key update`
      })
      const revoking = api.call(devices.revokeOtherSessions, {}, caller)
      await noting
      expect((await revoking).status).toBe(200)
    }
  })
})
