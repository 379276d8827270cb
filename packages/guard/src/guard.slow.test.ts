import { disableUser, enableUser } from '@latchkey/api/auth/admin/service'
import { features } from '@latchkey/api/features'
import { confirmSession } from '@latchkey/api/testing/confirmed'
import { listenOn } from '@latchkey/api/testing/event-stream'
import { hours } from '@latchkey/api/testing/movable-clock'
import { tcpProxy } from '@latchkey/api/testing/tcp-proxy'
import { replicaOf, testApi } from '@latchkey/api/testing/test'
import type { TestApi } from '@latchkey/api/testing/test-api'
import { isThorough } from '@latchkey/api/testing/thorough'
import { until } from '@latchkey/api/testing/until'
import { revokeSession } from '@latchkey/contracts/auth/devices'
import { currentSession, signOut } from '@latchkey/contracts/auth/sessions'
import type { FastifyInstance } from 'fastify'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createGuard, type Guard, type GuardOptions } from './guard.ts'

const secret = 'a secret of the second service of a test'
/** So that a busy machine lets no lease run out. */
const patientMs = 60_000

/** Holds back the answers to questions of guards, as a slow network would. */
let held: Promise<void> | undefined
const slowNetwork = {
  name: 'slow-network',
  restrictedRoutes: (scope: FastifyInstance) =>
    void scope.addHook('onSend', async ({ routeOptions }) => {
      if (routeOptions.url === currentSession.path) await held
    }),
}
const api = await testApi({
  follows: true,
  environment: { GUARD_SECRETS: secret },
  deps: { features: [slowNetwork, ...features] },
})
const address = await listenOn(api)

let questions = 0
let underWay = 0
let mostUnderWay = 0
api.app.server.on('request', (request, response) => {
  if (request.url !== currentSession.path) return
  questions += 1
  underWay += 1
  mostUnderWay = Math.max(mostUnderWay, underWay)
  response.once('close', () => (underWay -= 1))
})

/** A guard that hears; it closes when the test ends. */
async function guardAt(url = address, options: Partial<GuardOptions> = {}): Promise<Guard> {
  const guard = createGuard({ api: url, secret, leaseMs: patientMs, pages: 'http://localhost:4000', ...options })
  onTestFinished(() => guard.close())
  await guard.ready
  return guard
}

const bearer = (token = '') => ({ authorization: `Bearer ${token}` })
const statusOf = async (guard: Guard, token?: string) => {
  const verdict = await guard.check(bearer(token), 'GET')
  return verdict.ok ? 200 : verdict.status
}

async function newSession(of: TestApi = api) {
  const user = await of.createUser()
  const [own, other] = [await of.signIn(user), await of.signIn(user)]
  const end = () => of.call(revokeSession, { id: own.session.id }, other.caller)
  return { user, own, other, token: own.caller.token ?? '', otherToken: other.caller.token ?? '', end }
}

/** Another session of another person ends, and the guard hears it: it has heard everything before, too. */
async function hearAllSoFar(guard: Guard): Promise<void> {
  const { token, end } = await newSession()
  await until(async () => (await statusOf(guard, token)) === 200)
  await end()
  await until(async () => (await statusOf(guard, token)) === 401)
}

describe('a guard', () => {
  it('asks once about a token, for requests at once and for all later ones', async () => {
    const guard = await guardAt()
    const { token, user, own } = await newSession()
    const before = questions
    const verdicts = await Promise.all(Array.from({ length: 50 }, () => guard.check(bearer(token), 'POST')))
    for (let count = 0; count < 50; count++) verdicts.push(await guard.check(bearer(token), 'GET'))
    for (const verdict of verdicts)
      expect(verdict).toMatchObject({ ok: true, user: { email: user.email }, session: { id: own.session.id } })
    // A guard that has just begun to hear asks once more, when every server of the API must know what it heard.
    expect(questions - before).toBeLessThanOrEqual(2)
  })

  it('refuses a revoked session once it hears of it, with the reason, and never accepts it again', async () => {
    const guard = await guardAt()
    const { token, otherToken, end } = await newSession()
    expect(await statusOf(guard, token)).toBe(200)
    await end()
    await until(async () => (await statusOf(guard, token)) !== 200)
    for (let count = 0; count < 20; count++)
      expect(await guard.check(bearer(token), 'GET')).toEqual({
        ...{ ok: false, status: 401, code: 'session_ended', reason: 'revoked_by_you' },
      })
    expect(await statusOf(guard, otherToken)).toBe(200)
  })

  it('refuses every session of a disabled person, and one that was signed out', async () => {
    const guard = await guardAt()
    const { user, token, otherToken, other } = await newSession()
    expect([await statusOf(guard, token), await statusOf(guard, otherToken)]).toEqual([200, 200])
    await api.call(signOut, {}, other.caller)
    await until(async () => (await statusOf(guard, otherToken)) === 401)
    await disableUser(api.deps, user.email)
    await until(async () => (await statusOf(guard, token)) === 401)
    await enableUser(api.deps, user.email)
  })

  it('refuses the old token of a session that got a new one by confirming', async () => {
    const guard = await guardAt()
    const { user, own, token } = await newSession()
    expect(await statusOf(guard, token)).toBe(200)
    const renewed = await confirmSession(api, own.caller, user.password)
    await until(async () => (await statusOf(guard, token)) === 401)
    expect(await statusOf(guard, renewed.token)).toBe(200)
  })

  it('accepts no session for longer than it lives', async () => {
    const guard = await guardAt()
    const { token } = await newSession()
    expect(await statusOf(guard, token)).toBe(200)
    api.clock.advance(hours(25))
    await until(async () => (await statusOf(guard, token)) === 401)
    expect(await guard.check(bearer(token), 'GET')).toMatchObject({ code: 'session_ended' })
  })

  it('asks again before a session is idle, so that its use counts', async () => {
    const replica = await replicaOf(api, { follows: true, environment: { GUARD_SECRETS: secret, SESSION_IDLE: '1s' } })
    let asked = 0
    replica.app.server.on('request', ({ url }) => (asked += Number(url === currentSession.path)))
    const guard = await guardAt(await listenOn(replica))
    const { token } = await newSession(replica)
    await until(async () => (await statusOf(guard, token)) === 200 && asked > 1)
  })

  it('refuses who must add a second factor first', async () => {
    const environment = { GUARD_SECRETS: secret, REQUIRE_SECOND_FACTOR: 'true' }
    const replica = await replicaOf(api, { follows: true, environment })
    const guard = await guardAt(await listenOn(replica))
    const { token } = await newSession()
    expect(await guard.check(bearer(token), 'GET')).toEqual({ ok: false, status: 403, code: 'second_factor_required' })
  })
})

describe('an answer that a revocation overtakes', () => {
  it('counts for no one: the guard asks again', async () => {
    const guard = await guardAt()
    const { token, end } = await newSession()
    const { promise, resolve } = Promise.withResolvers<void>()
    held = promise
    const before = questions
    const verdict = guard.check(bearer(token), 'GET')
    await until(() => questions > before)
    // The API has read the session as alive, and its answer is under way.
    await end()
    held = undefined
    await hearAllSoFar(guard)
    resolve()
    expect(await verdict).toMatchObject({ ok: false, status: 401 })
    expect(await statusOf(guard, token)).toBe(401)
  })

  it('is never kept, in any of many rounds', async () => {
    const guard = await guardAt()
    for (let round = 0; round < (isThorough ? 60 : 15); round++) {
      const { token, end } = await newSession()
      const checks = Array.from({ length: 4 }, () => guard.check(bearer(token), 'GET'))
      await Promise.all([end(), ...checks])
      await until(async () => (await statusOf(guard, token)) === 401)
      for (let count = 0; count < 3; count++) expect(await statusOf(guard, token)).toBe(401)
    }
  })
})

describe('a guard without the API', () => {
  it('serves what it knows while the lease lasts, then answers 503, and signs no one out', async () => {
    const proxy = await tcpProxy(address)
    const guard = await guardAt(proxy.url, { leaseMs: 4_000 })
    const { token, otherToken } = await newSession()
    await until(async () => (await statusOf(guard, token)) === 200)
    proxy.cut()
    const seen = new Set<number>()
    expect(await statusOf(guard, otherToken)).toBe(503)
    await until(async () => {
      seen.add(await statusOf(guard, token))
      return seen.has(503)
    })
    expect(seen).toEqual(new Set([200, 503]))
    proxy.restore()
    await until(async () => {
      const status = await statusOf(guard, token)
      expect([200, 503]).toContain(status)
      return status === 200
    })
  })

  it.each(['cut', 'stall'] as const)('accepts nothing afterwards that was revoked meanwhile (%s)', async how => {
    const proxy = await tcpProxy(address)
    const guard = await guardAt(proxy.url, { leaseMs: 1_500 })
    const { token, end } = await newSession()
    await until(async () => (await statusOf(guard, token)) === 200)
    proxy[how]()
    await until(async () => (await statusOf(guard, token)) === 503)
    await end()
    proxy.restore()
    let status = 503
    await until(async () => {
      status = await statusOf(guard, token)
      return status !== 503
    })
    expect(status).toBe(401)
  })

  it('answers 503 at the deadline to every request at once, also to those that wait for a turn', async () => {
    const guard = await guardAt(address, { mostQuestions: 2, timeoutMs: 500 })
    const { promise, resolve } = Promise.withResolvers<void>()
    held = promise
    const before = questions
    const statuses = await Promise.all(Array.from({ length: 20 }, () => statusOf(guard, rubbish())))
    expect(new Set(statuses)).toEqual(new Set([503]))
    // No turn came before the deadline, so nothing more is asked on behalf of requests that were answered.
    expect(questions - before).toBeLessThanOrEqual(4)
    held = undefined
    resolve()
    await until(async () => (await statusOf(guard, rubbish())) === 401)
  })

  it('answers and goes on hearing though its callback throws', async () => {
    const proxy = await tcpProxy(address)
    let failures = 0
    const failed = () => {
      failures += 1
      throw new Error('The log is full.')
    }
    const guard = await guardAt(proxy.url, { leaseMs: 1_500, failed })
    proxy.cut()
    const { token } = await newSession()
    expect(await statusOf(guard, token)).toBe(503)
    await until(() => failures > 1)
    proxy.restore()
    await until(async () => (await statusOf(guard, token)) === 200)
  })

  it('does not begin without a secret, or with a deadline that outlives what it remembers', () => {
    for (const empty of ['', ' ']) expect(() => createGuard({ api: address, secret: empty })).toThrow('GUARD_SECRETS')
    expect(() => createGuard({ api: address, secret, timeoutMs: 600_000 })).toThrow('at most 60000')
  })

  it('never hears with a wrong secret, and says why', async () => {
    const failures: unknown[] = []
    const wrong = 'another secret that is long enough, too'
    const guard = createGuard({ api: address, secret: wrong, failed: error => failures.push(error) })
    onTestFinished(() => guard.close())
    await until(() => failures.length > 1)
    expect(String(failures[0])).toContain('/api/guards/changes answered 401')
    expect(await statusOf(guard, (await newSession()).token)).toBe(503)
  })
})

/** A token of the right form that the API never gave out. */
const rubbish = () => `lk_${Buffer.from(crypto.getRandomValues(new Uint8Array(64))).toString('base64url')}`

describe('a token', () => {
  it('of another secret is refused, and one that is malformed without a question', async () => {
    const guard = await guardAt()
    expect(await guard.check(bearer(`lk_${'A'.repeat(86)}`), 'GET')).toMatchObject({
      status: 401,
      code: 'invalid_token',
    })
    const before = questions
    for (const authorization of ['Bearer', 'Bearer lk_a', `Bearer lk_${'a'.repeat(87)}`, 'lk_', 'Bearer a b'])
      expect(await guard.check({ authorization }, 'GET')).toMatchObject({ status: 401, code: 'invalid_token' })
    for (const headers of [{}, { cookie: 'a=b' }, { authorization: 'Basic YTpi' }, { cookie: '__Host-latchkey=a' }])
      expect(await guard.check(headers, 'GET')).toMatchObject({ status: 401, code: 'missing_token' })
    expect(questions).toBe(before)
  })

  it('that is rubbish asks the API no more than bounded, and known sessions pass meanwhile', async () => {
    const guard = await guardAt(address, { mostQuestions: 4, mostWaiting: 50 })
    // From a second after it began to hear, it keeps answers for a minute.
    const began = performance.now()
    await until(() => performance.now() - began > 1_000)
    const { token } = await newSession()
    await until(async () => (await statusOf(guard, token)) === 200)
    const before = questions
    mostUnderWay = 0
    const flood = Array.from({ length: 2_000 }, () => statusOf(guard, rubbish()))
    expect(await statusOf(guard, token)).toBe(200)
    const statuses = await Promise.all(flood)
    expect(new Set(statuses)).toEqual(new Set([401, 503]))
    expect(questions - before).toBeLessThanOrEqual(54)
    expect(mostUnderWay).toBeLessThanOrEqual(4)
    // The same one again is known.
    const same = rubbish()
    await statusOf(guard, same)
    const after = questions
    for (let count = 0; count < 20; count++) expect(await statusOf(guard, same)).toBe(401)
    expect(questions).toBe(after)
  })

  it('that is rubbish pushes no session out of memory, however many there are', async () => {
    const guard = await guardAt(address, { mostKept: 4 })
    const { token } = await newSession()
    const asked: number[] = []
    // In one of the rounds the guard may ask because it has just begun to hear.
    for (let round = 0; round < 3; round++) {
      expect(await statusOf(guard, token)).toBe(200)
      for (let count = 0; count < 8; count++) expect(await statusOf(guard, rubbish())).toBe(401)
      const before = questions
      expect(await statusOf(guard, token)).toBe(200)
      asked.push(questions - before)
    }
    expect(asked).toContain(0)
  })

  it('is read from the header as the API reads it, so also beside the credentials of a proxy', async () => {
    const guard = await guardAt()
    const { token } = await newSession()
    const { caller } = await api.signIn(await api.createUser(), { delivery: 'cookie' })
    const both = async (headers: Record<string, string>) => {
      const verdict = await guard.check(headers, 'GET')
      const { statusCode } = await api.app.inject({ url: currentSession.path, headers })
      expect([headers, verdict.ok ? 200 : verdict.status]).toEqual([headers, statusCode])
      return statusCode
    }
    const cookie = caller.cookie ?? ''
    for (const authorization of ['Bearer eyJhbGciOi.J9', 'Basic YTpi', 'Negotiate YII='])
      expect(await both({ cookie, authorization })).toBe(200)
    for (const authorization of [`bearer: ${token}`, `BEARER  ${token} `])
      expect(await both({ authorization })).toBe(200)
    for (const authorization of ['Bearer', `Bearer ${token} x`, `Basic YTpi, Bearer ${token}`, 'Bearer lk_x'])
      expect(await both({ cookie, authorization })).toBe(401)
    expect(await both({ authorization: 'Bearer eyJhbGciOi.J9' })).toBe(401)
  })

  it('in a cookie reads from anywhere, and changes something only from the pages themselves', async () => {
    const guard = await guardAt()
    const { caller } = await api.signIn(await api.createUser(), { delivery: 'cookie' })
    const ask = async (method: string, headers = {}) => {
      const verdict = await guard.check({ cookie: caller.cookie, ...headers }, method)
      return verdict.ok ? 200 : verdict.code
    }
    expect(await ask('GET')).toBe(200)
    expect(await ask('POST', { 'sec-fetch-site': 'same-origin' })).toBe(200)
    expect(await ask('POST', { origin: 'http://localhost:4000' })).toBe(200)
    for (const headers of [
      {},
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'cross-site', origin: 'http://localhost:4000' },
      { 'sec-fetch-site': 'none' },
      { origin: 'https://evil.example' },
    ])
      expect(await ask('POST', headers)).toBe('cross_origin')
    // A bearer token stays one, and a cookie's does not become one.
    const [, token] = /=(lk_[\w-]+)/.exec(caller.cookie ?? '') ?? []
    expect(await statusOf(guard, token)).toBe(401)
  })
})
