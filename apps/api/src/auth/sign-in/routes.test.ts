import { listSessions } from '@latchkey/contracts/auth/devices'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signIn, signInOptions } from '@latchkey/contracts/auth/sign-in'
import { describe, expect, it } from 'vitest'
import { days, hours } from '../../../testing/movable-clock.ts'
import { replicaOf, testApi } from '../../../testing/test.ts'

const api = await testApi()
const browser = { sameOrigin: true }

describe('GET /api/sessions/options', () => {
  it('says how long a remembered session lasts, as it is set', async () => {
    expect((await api.call(signInOptions, {})).data).toEqual({ rememberedSeconds: 30 * 86_400, emailCode: true })
    const server = await replicaOf(api, {
      environment: { SESSION_REMEMBERED_LIFETIME: '7d', SESSION_REMEMBERED_IDLE: '1d' },
    })
    expect((await server.call(signInOptions, {})).data).toEqual({ rememberedSeconds: 7 * 86_400, emailCode: true })
  })
})

describe('POST /api/sessions/sign_in', () => {
  it('returns a bearer token of 256 random bits, the session and the user', async () => {
    const user = await api.createUser()
    const { data, response } = await api.call(signIn, user)
    expect(data.token).toMatch(/^lk_[\w-]{86}$/)
    expect(data.user).toEqual({
      id: user.id,
      email: user.email,
      name: null,
      language: null,
      timeZone: null,
      createdAt: api.clock.now().toISOString(),
    })
    expect(data.session).toMatchObject({ current: true, delivery: 'bearer', revoked: false, endReason: null })
    expect(response.headers).not.toHaveProperty('set-cookie')
    expect(response.headers['cache-control']).toBe('no-store')
  })

  it('stores only the SHA-256 of the token', async () => {
    const { token = '' } = (await api.call(signIn, await api.createUser())).data
    const random = Buffer.from(token.slice(3), 'base64url').subarray(0, 32)
    const expected = Buffer.from(await crypto.subtle.digest('SHA-256', random))
    expect(await api.db.session.count({ where: { tokenHash: expected } })).toBe(1)
    const [{ row }] = await api.db.$queryRaw<
      [{ row: string }]
    >`select string_agg(sessions::text, ' ') as row from sessions`
    expect(row).not.toContain(random.toString('hex'))
  })

  it('gives a browser the token only in a __Host- cookie', async () => {
    const { data, response } = await api.call(signIn, { ...(await api.createUser()), delivery: 'cookie' }, browser)
    expect(data).not.toHaveProperty('token')
    expect(response.body).not.toContain('lk_')
    const [session, device] = response.headers['set-cookie'] as string[]
    expect(session).toMatch(/^__Host-latchkey=lk_[\w-]{86}; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    expect(device).toMatch(
      /^__Host-latchkey-device=lk_[\w-]{86}; Max-Age=34560000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
  })

  it('keeps the cookie after the browser closes only if the user asks to be remembered', async () => {
    const user = await api.createUser()
    const { response } = await api.call(signIn, { ...user, delivery: 'cookie', remember: true }, browser)
    expect(response.cookies[0]).toMatchObject({ maxAge: 30 * 86_400 })
  })

  it('ignores case and surrounding spaces of the address, and takes the password exactly as typed', async () => {
    const { email, password } = await api.createUser('person@example.com')
    expect((await api.call(signIn, { email: ` ${email.toUpperCase()} `, password })).status).toBe(200)
    for (const typed of [` ${password}`, `${password} `, password.toUpperCase()])
      expect((await api.call(signIn, { email, password: typed })).problem.code).toBe('invalid_credentials')
  })

  it.each(['bearer', 'cookie'] as const)(
    'answers an unknown address, a wrong password, a disabled account, a deleted one and one without a password in exactly the same way, for %s',
    async delivery => {
      const user = await api.createUser()
      const disabled = await api.createUser()
      await api.db.user.update({ where: { id: disabled.id }, data: { disabledAt: api.clock.now() } })
      const deleted = await api.createUser()
      await api.db.user.update({ where: { id: deleted.id }, data: { deletedAt: api.clock.now() } })
      const bare = await api.createUser()
      await api.db.password.delete({ where: { userId: bare.id } })

      const attempts = [
        { email: user.email, password: 'not the password' },
        { email: 'unknown@example.com', password: 'not the password' },
        { email: disabled.email, password: 'not the password' },
        { email: deleted.email, password: deleted.password },
        { email: bare.email, password: bare.password },
      ]
      const seen = []
      for (const attempt of attempts) {
        api.hasher.calls.length = 0
        api.queries.length = 0
        const { status, response, problem } = await api.call(signIn, { ...attempt, delivery }, browser)
        const { date, 'x-request-id': requestId, ...headers } = response.headers
        expect(problem.requestId).toBe(requestId)
        seen.push({
          status,
          headers,
          body: { ...problem, requestId: '' },
          hashing: [...api.hasher.calls],
          queries: [...api.queries],
        })
      }
      expect(seen[0]).toMatchObject({
        status: 401,
        body: { code: 'invalid_credentials' },
        hashing: ['verify'],
        queries: ['count tries', 'user with hash'],
      })
      expect(seen[0]?.headers).toMatchObject({ 'www-authenticate': 'Bearer' })
      for (const other of seen.slice(1)) expect(other).toEqual(seen[0])

      const right = await api.call(signIn, { email: disabled.email, password: disabled.password })
      expect(right.problem.code).toBe('invalid_credentials')
    },
  )

  it('costs nine statements of a client that is known, without those that begin and commit', async () => {
    const user = await api.createUser()
    await api.signIn(user)
    api.queries.length = 0
    await api.signIn(user)
    expect(api.queries).toEqual([
      'count tries',
      'user with hash',
      // Within the transaction:
      ...['lock user', 'has hash', 'renew device', 'count tries', 'add session', 'add event'],
      'give back tries',
    ])
  })

  it('never continues a session that the client sends', async () => {
    const user = await api.createUser()
    const { caller } = await api.signIn(user, { delivery: 'cookie' })
    const again = await api.signIn(user, { delivery: 'cookie' }, caller)
    const sessionCookie = ({ cookie = '' }: { cookie?: string }) =>
      cookie.split('; ').find(each => each.startsWith('__Host-latchkey='))
    expect(sessionCookie(again.caller)).toMatch(/=lk_/)
    expect(sessionCookie(again.caller)).not.toBe(sessionCookie(caller))
  })

  it('ends the session in the cookie that it replaces, even one of another user', async () => {
    const first = await api.createUser()
    const second = await api.createUser()
    const { caller, session } = await api.signIn(first, { delivery: 'cookie' })
    const others = await Promise.all([api.signIn(first, { delivery: 'cookie' }), api.signIn(await api.createUser())])
    await api.signIn(second, { delivery: 'cookie' }, caller)
    expect((await api.call(currentSession, {}, caller)).problem).toMatchObject({
      code: 'session_ended',
      reason: 'replaced',
    })
    for (const other of others) expect((await api.call(currentSession, {}, other.caller)).status).toBe(200)
    const events = await api.db.auditEvent.findMany({ where: { kind: 'session_replaced', userId: first.id } })
    expect(events).toMatchObject([{ sessionId: session.id, ip: '127.0.0.1', requestId: expect.stringMatching(/./) }])
  })

  it('keeps the end reason of a session in the cookie that ended before, and replaces one that is still remembered', async () => {
    const user = await api.createUser()
    const signIn = (remember: boolean) => api.signIn(user, { delivery: 'cookie', remember })
    const replace = async ({ caller }: Awaited<ReturnType<typeof signIn>>) => {
      await api.signIn(user, { delivery: 'cookie' }, caller)
      return (await api.call(currentSession, {}, caller)).problem.reason
    }
    const [idle, remembered, expired] = [await signIn(false), await signIn(true), await signIn(true)]
    api.clock.advance(hours(3))
    expect([await replace(idle), await replace(remembered)]).toEqual(['idle', 'replaced'])
    for (const wait of [days(13), days(13), days(4)]) {
      await api.call(currentSession, {}, expired.caller)
      await api.deps.sessionCache.flush()
      api.clock.advance(wait)
    }
    expect(await replace(expired)).toBe('expired')
    expect(await api.db.session.findUnique({ where: { id: expired.session.id } })).toMatchObject({ revokedAt: null })
  })

  it('leaves the cookie session alone when a bearer token is asked for', async () => {
    const user = await api.createUser()
    const { caller } = await api.signIn(user, { delivery: 'cookie' })
    await api.signIn(user, {}, caller)
    expect((await api.call(currentSession, {}, caller)).status).toBe(200)
  })

  it('ends the oldest session when there are a hundred, even if many sign in at once', async () => {
    const user = await api.createUser()
    const bystander = await api.signIn(await api.createUser())
    const [young, old] = [await api.signIn(user), await api.signIn(user)]
    await api.db.session.update({
      where: { id: old.session.id },
      data: { createdAt: new Date(api.clock.now().getTime() - 1) },
    })
    for (let i = 0; i < 97; i++) {
      api.clock.advance(1)
      await api.signIn(user)
    }
    api.clock.advance(1)
    await Promise.all([api.signIn(user), api.signIn(user)])
    const live = () => api.db.session.count({ where: { userId: user.id, revokedAt: null } })
    expect(await live()).toBe(100)
    expect((await api.call(currentSession, {}, old.caller)).problem.reason).toBe('replaced')
    expect((await api.call(currentSession, {}, young.caller)).status).toBe(200)
    api.clock.advance(1)
    await Promise.all(Array.from({ length: 12 }, () => api.signIn(user)))
    expect(await live()).toBe(100)
    expect((await api.call(currentSession, {}, young.caller)).problem.reason).toBe('replaced')
    expect((await api.call(currentSession, {}, bystander.caller)).status).toBe(200)
  })

  it.each(['disabledAt', 'deletedAt'] as const)(
    'refuses a user who was disabled or deleted while the password was being verified: %s',
    async gone => {
      const user = await api.createUser()
      const verify = api.hasher.verify
      api.hasher.verify = async (...attempt) => {
        const matches = await verify(...attempt)
        await api.db.user.update({ where: { id: user.id }, data: { [gone]: api.clock.now() } })
        return matches
      }
      const { problem } = await api.call(signIn, user)
      api.hasher.verify = verify
      expect(problem.code).toBe('invalid_credentials')
      expect(await api.db.session.count({ where: { userId: user.id } })).toBe(0)
    },
  )

  it('refuses a password that was changed while it was being verified', async () => {
    const user = await api.createUser()
    const verify = api.hasher.verify
    api.hasher.verify = async (...attempt) => {
      const matches = await verify(...attempt)
      await api.db.password.update({ where: { userId: user.id }, data: { hash: 'another' } })
      return matches
    }
    const { problem } = await api.call(signIn, user)
    api.hasher.verify = verify
    expect(problem.code).toBe('invalid_credentials')
  })

  it('hashes again with the current parameters, once, if the stored hash is older', async () => {
    const user = await api.createUser()
    const kept = async () => (await api.db.password.findUniqueOrThrow({ where: { userId: user.id } })).hash
    const old = await kept()
    api.hasher.outdated.add(old)
    await api.signIn(user)
    const renewed = await kept()
    expect(renewed).not.toBe(old)
    await api.signIn(user)
    expect(await kept()).toBe(renewed)
  })

  it('stores the address and the client, as far as the client tells', async () => {
    const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'
    const { session, caller } = await api.signIn(await api.createUser(), {}, { headers: { 'user-agent': userAgent } })
    expect(session).toMatchObject({ ip: '127.0.0.1', device: { browser: 'Firefox', os: 'Linux' } })
    expect((await api.call(listSessions, {}, caller)).data).toEqual([expect.objectContaining(session)])
  })

  it('stores the first 512 characters of the user agent', async () => {
    const headers = { 'user-agent': `curl/8.5.0 ${'x'.repeat(1000)}` }
    const { session } = await api.signIn(await api.createUser(), {}, { headers })
    const { userAgent } = await api.db.session.findUniqueOrThrow({ where: { id: session.id } })
    expect(userAgent).toBe(headers['user-agent'].slice(0, 512))
  })
})
