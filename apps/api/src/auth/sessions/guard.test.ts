import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { confirm } from '@latchkey/contracts/auth/confirmation'
import { exportUser } from '@latchkey/contracts/auth/export'
import { currentSession, signOut } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { isForAdmins } from '@latchkey/contracts/endpoint'
import { endpoints } from '@latchkey/contracts/endpoints'
import { pages } from '@latchkey/contracts/pages'
import fc from 'fast-check'
import type { FastifyInstance } from 'fastify'
import { describe, expect, it } from 'vitest'
import { cookiesOf } from '../../../testing/call-endpoint.ts'
import { hours } from '../../../testing/movable-clock.ts'
import { replicaOf, testApi } from '../../../testing/test.ts'
import { testSecret } from '../../../testing/test-deps.ts'

/** Every route that is registered with Fastify. */
const routes: string[] = []
const collect = (message: unknown) =>
  (message as { fastify: FastifyInstance }).fastify.addHook('onRoute', ({ method, url, config }) => {
    if (config?.isOtherMethod) return
    routes.push(...[method].flat().map(each => `${each} ${url}`))
  })
subscribe('fastify.initialization', collect)
const api = await testApi()
unsubscribe('fastify.initialization', collect)
const whoAmI = (headers: Record<string, string>) => api.call(currentSession, {}, { headers })

/** Routes routesBesideEndpoints the endpoints: files of the pages, if the web app is built, and files that machines look for. */
const routesBesideEndpoints = [
  // Unknown restricted paths.
  /^[A-Z]+ \/api\/restricted\/\*$/,
  /^(GET|HEAD) \/\.well-known\/(security\.txt|change-password|webauthn|passkey-endpoints)$/,
  /^(GET|HEAD) \/(assets\/[\w.-]+|favicon\.svg|(apple-touch-)?icon[\w-]*\.png|scheme\.js|site\.webmanifest|robots\.txt)$/,
  // Pages for developers, in a frame of their own.
  /^GET \/api\/dev\/(mailbox\/:id|gallery\/mails\/:name)\/page$/,
  // The documentation of the API, which names no more than the contract does.
  /^(GET|HEAD) \/api\/(docs|docs\/styles\.css|openapi\.json)$/,
]
const pageRoutes = Object.values(pages)
  .flatMap(path => [path, path.replace(/\/?$/, '/')])
  .flatMap(path => [`GET ${path}`, `HEAD ${path}`])

describe('the guard', () => {
  it('covers every route: the endpoints of the contract, pages and their files, and nothing that exposes internals', () => {
    const declared = endpoints.flatMap(({ method, path, responses }) =>
      method === 'GET' && !(303 in responses) ? [`GET ${path}`, `HEAD ${path}`] : [`${method} ${path}`],
    )
    const others = routes.filter(
      route => !pageRoutes.includes(route) && !routesBesideEndpoints.some(known => known.test(route)),
    )
    expect(others.sort()).toEqual(declared.sort())
  })

  it('protects every endpoint under /api/restricted', async () => {
    for (const { method, path } of endpoints.filter(({ path }) => path.startsWith('/api/restricted')))
      for (const authorization of [undefined, 'Bearer lk_forged']) {
        const response = await api.app.inject({
          method,
          url: path.replace(':id', crypto.randomUUID()),
          headers: { ...(authorization && { authorization }) },
        })
        expect([response.statusCode, response.headers['www-authenticate']]).toEqual([401, 'Bearer'])
        expect(response.json().code).toBe(authorization ? 'invalid_token' : 'missing_token')
      }
  })

  it.each([
    ['GET', '/api/restricted/nope', 404],
    ['POST', '/api/restricted/session', 405],
    ['OPTIONS', '/api/restricted/session', 204],
    ['HEAD', '/api/restricted/nope', 404],
    ['GET', '/api/restricted/session/', 404],
    ['POST', `/api/restricted/sessions/${'a'.repeat(300)}/revoke`, 404],
  ] as const)('hides from requests without a token which paths do not exist: %s %s', async (method, url, status) => {
    expect((await api.app.inject({ method, url })).statusCode).toBe(401)
    const { caller } = await api.signIn(await api.createUser())
    const headers = { authorization: `Bearer ${caller.token}` }
    expect((await api.app.inject({ method, url, headers })).statusCode).toBe(status)
  })

  it.each([
    '/api/restricted/../restricted/session',
    '/api//restricted/session',
    '/api/RESTRICTED/session',
    '/api/restricted/session/',
    '/api/restricted;/session',
    '/api/%72estricted/session',
  ])('cannot be bypassed by the path %s', async url => {
    const { statusCode } = await api.app.inject({ url })
    expect([401, 404]).toContain(statusCode)
  })

  it('accepts the scheme in any case, with an optional colon and any number of spaces', async () => {
    const { token } = (await api.call(signIn, await api.createUser())).data
    for (const header of [
      `Bearer ${token}`,
      `bearer: ${token}`,
      `BEARER:${token}`,
      `Bearer    ${token}`,
      `bEaReR  :  ${token}  `,
    ])
      expect((await whoAmI({ authorization: header })).status).toBe(200)
  })

  it.each([
    '',
    ' ',
    'Bearer',
    'Bearer ',
    'Bearer:',
    'lk_x',
    'Bearer a b',
    'Bearer a,b',
    'Bearer "x"',
    'Bearerx',
    'Bearer\tx',
    `Bearer ${'x'.repeat(5000)}`,
    'Bearer ::x',
    '{}',
    'Bearer ünï',
    'Bearer \u00ff',
  ])('refuses the malformed header %j as an invalid token', async authorization => {
    expect((await whoAmI({ authorization })).problem).toMatchObject({ code: 'invalid_token', status: 401 })
  })

  it.each(['x Bearer lk_', 'Basic YTpi, Bearer lk_', 'Bearer lk_ x', 'Bearer lk_, Bearer lk_', 'Bearer lk_;'])(
    'refuses a genuine token in the malformed header %j',
    async malformed => {
      const { token = '' } = (await api.call(signIn, await api.createUser())).data
      expect((await whoAmI({ authorization: malformed.replaceAll('lk_', token) })).problem.code).toBe('invalid_token')
    },
  )

  it('answers any header at all with 401, never with 500', async () => {
    const latin1 = fc.string({ unit: fc.integer({ min: 0x20, max: 0xff }).map(code => String.fromCharCode(code)) })
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          latin1,
          latin1.map(rest => `Bearer ${rest}`),
          latin1.map(rest => `Bearer lk_${rest}`),
        ),
        async authorization => {
          expect((await whoAmI({ authorization })).status).toBe(401)
        },
      ),
      { numRuns: 200 },
    )
  })

  it('prefers the header to the cookie', async () => {
    const user = await api.createUser()
    const bearer = await api.signIn(user)
    const { caller } = await api.signIn(user, { delivery: 'cookie' })
    expect((await api.call(currentSession, {}, { ...caller, ...bearer.caller })).data.session.id).toBe(
      bearer.session.id,
    )
    expect((await api.call(currentSession, {}, { ...caller, token: 'lk_x' })).problem.code).toBe('invalid_token')
  })

  it.each([
    'Basic YTpi',
    'Basic',
    'Basic ',
    'Digest username="ada", realm="a", response="b"',
    'Negotiate YII=',
    'NTLM TlRM',
  ])('leaves credentials of another scheme to a proxy, and asks the cookie: %s', async authorization => {
    const { caller, session } = await api.signIn(await api.createUser(), { delivery: 'cookie' })
    const behindProxy = { ...caller, headers: { authorization } }
    expect((await api.call(currentSession, {}, behindProxy)).data.session.id).toBe(session.id)
    expect((await api.call(currentSession, {}, { headers: { authorization } })).problem.code).toBe('missing_token')
    // A form on another site cannot use the cookie this way either.
    const foreign = { ...behindProxy, sameOrigin: false }
    expect((await api.call(signOut, {}, foreign)).problem.code).toBe('cross_origin')
    api.clock.advance(hours(25))
    const { problem, response } = await api.call(currentSession, {}, behindProxy)
    expect([problem.code, response.headers['set-cookie']]).toEqual([
      'session_ended',
      expect.stringContaining('Max-Age=0'),
    ])
  })

  it("leaves a proxy's own bearer token beside the cookie to that proxy, but refuses it alone", async () => {
    const user = await api.createUser()
    const { caller, session } = await api.signIn(user, { delivery: 'cookie' })
    for (const jwt of ['eyJhbGciOiJIUzI1NiJ9.e30.c2ln', 'ya29.a0AfH6_-x']) {
      const behindProxy = { ...caller, headers: { authorization: `Bearer ${jwt}` } }
      expect((await api.call(currentSession, {}, behindProxy)).data.session.id).toBe(session.id)
      expect((await api.call(signOut, {}, { ...behindProxy, sameOrigin: false })).problem.code).toBe('cross_origin')
      const alone = await whoAmI({ authorization: `Bearer ${jwt}` })
      expect(alone.problem.code).toBe('invalid_token')
    }
    for (const malformed of ['Bearer', 'Bearer a b', 'Bearer LK_x', 'Bearer xlk_x'])
      expect(
        (await api.call(currentSession, {}, { ...caller, headers: { authorization: malformed } })).problem.code,
      ).toBe('invalid_token')
    api.clock.advance(hours(25))
    const ended = await api.call(currentSession, {}, { ...caller, headers: { authorization: 'Bearer eyJ.e30.c2ln' } })
    expect([ended.problem.code, ended.response.headers['set-cookie']]).toEqual([
      'session_ended',
      expect.stringContaining('Max-Age=0'),
    ])
  })

  it('tells a newcomer behind a proxy that adds a bearer token that they have none, and not that theirs is invalid', async () => {
    const ask = (token: string, from: Record<string, string>) =>
      whoAmI({ authorization: `Bearer ${token}`, ...from }).then(({ problem }) => problem.code)
    const ours = { 'sec-fetch-site': 'same-origin' }
    expect(await ask('eyJhbGciOiJIUzI1NiJ9.e30.c2ln', ours)).toBe('missing_token')
    expect(await ask('lk_x', ours)).toBe('invalid_token')
    for (const foreign of ['same-site', 'cross-site', 'none'])
      expect(await ask('eyJhbGciOiJIUzI1NiJ9.e30.c2ln', { 'sec-fetch-site': foreign })).toBe('invalid_token')
  })

  it('answers HEAD as GET, without a body', async () => {
    const { caller } = await api.signIn(await api.createUser())
    const headers = { authorization: `Bearer ${caller.token}` }
    const reading = endpoints.filter(({ method, responses }) => method === 'GET' && !(303 in responses))
    for (const { path } of reading) {
      const answer = await api.app.inject({ method: 'HEAD', url: path, headers })
      // A server without GUARD_SECRETS has no stream for second services.
      const expected = /^\/api\/(dev|guards)\//.test(path) || isForAdmins(path) ? 404 : 200
      expect([path, answer.statusCode, answer.body]).toEqual([path, expected, ''])
    }
    expect((await api.app.inject({ method: 'HEAD', url: currentSession.path })).statusCode).toBe(401)
  })

  it('refuses a token with another delivery than it was issued for', async () => {
    const user = await api.createUser()
    const { token = '' } = (await api.call(signIn, user)).data
    const { caller } = await api.signIn(user, { delivery: 'cookie' })
    const cookieToken = caller.cookie?.split('=')[1] ?? ''
    expect((await api.call(currentSession, {}, { token: cookieToken })).problem.code).toBe('invalid_token')
    const asCookie = { cookie: `__Host-latchkey=${token}`, sameOrigin: true }
    expect((await api.call(currentSession, {}, asCookie)).problem.code).toBe('invalid_token')
    expect((await api.call(signOut, {}, asCookie)).problem.code).toBe('invalid_token')
  })

  it('sends no query for a forged token', async () => {
    const { token = '' } = (await api.call(signIn, await api.createUser())).data
    const forged = `lk_${Buffer.from(crypto.getRandomValues(new Uint8Array(64))).toString('base64url')}`
    const altered = token.slice(0, -2) + (token.endsWith('AA') ? 'BB' : 'AA')
    api.queries.length = 0
    for (const bad of [forged, altered])
      expect((await api.call(currentSession, {}, { token: bad })).problem.code).toBe('invalid_token')
    expect(api.queries).toEqual([])
    expect((await api.call(currentSession, {}, { token })).status).toBe(200)
    expect(api.queries).toEqual(['session by token hash'])
  })

  it('tells only its own token why a session ended, and clears the cookie', async () => {
    const { caller } = await api.signIn(await api.createUser(), { delivery: 'cookie' })
    api.clock.advance(hours(25))
    const { problem, response } = await api.call(currentSession, {}, caller)
    expect(problem).toMatchObject({ code: 'session_ended', reason: 'expired' })
    expect(response.headers['set-cookie']).toMatch(/^__Host-latchkey=; Max-Age=0;/)
  })

  it('clears no cookie when the session of the header’s token has ended, with or without a cookie in the request', async () => {
    const user = await api.createUser()
    const { caller } = await api.signIn(user)
    api.clock.advance(hours(25))
    const kept = await api.signIn(user, { delivery: 'cookie' })
    for (const both of [caller, { ...kept.caller, ...caller }]) {
      const { problem, response } = await api.call(currentSession, {}, both)
      expect(problem.code).toBe('session_ended')
      expect(response.headers).not.toHaveProperty('set-cookie')
    }
  })

  it('clears the cookie of a session that ends between the guard’s check and the handler’s', async () => {
    const user = await api.createUser()
    const { caller, session } = await api.signIn(user, { delivery: 'cookie' })
    const { load } = api.deps.sessionCache
    const lagging = await replicaOf(api, {
      deps: {
        sessionCache: {
          ...api.deps.sessionCache,
          find: () => undefined,
          async load(...asked) {
            const answer = await load(...asked)
            const revoked = { revokedAt: api.clock.now(), endReason: 'not_me' }
            await api.db.session.update({ where: { id: session.id }, data: revoked })
            return answer
          },
        },
      },
    })
    const { problem, response } = await lagging.call(exportUser, {}, caller)
    expect(problem).toMatchObject({ code: 'session_ended', reason: 'not_me' })
    expect(response.headers['set-cookie']).toMatch(/^__Host-latchkey=; Max-Age=0;/)
  })

  it('keeps the cookie on an invalid token: another tab may have just replaced it', async () => {
    const { response } = await api.call(currentSession, {}, { cookie: '__Host-latchkey=lk_x' })
    expect(response.headers).not.toHaveProperty('set-cookie')
  })
})

describe('rotating APP_SECRET', () => {
  const newSecret = 'a newer secret that is long enough too'

  it('signs no one out: an old cookie is signed again without a write, and then works with the new secret alone', async () => {
    const { caller } = await api.signIn(await api.createUser(), { delivery: 'cookie', remember: true })
    const rotated = await replicaOf(api, { environment: { APP_SECRET: `${newSecret},${testSecret}` } })
    const { status, response } = await rotated.call(currentSession, {}, caller)
    expect(status).toBe(200)
    const [resigned] = response.cookies
    expect(resigned).toMatchObject({ maxAge: 30 * 86_400, httpOnly: true, secure: true })

    const renewed = { ...caller, cookie: `${resigned?.name}=${resigned?.value}` }
    const retired = await replicaOf(api, { environment: { APP_SECRET: newSecret } })
    expect((await retired.call(currentSession, {}, renewed)).status).toBe(200)
    expect((await retired.call(currentSession, {}, caller)).problem.code).toBe('invalid_token')

    const bearer = await api.signIn(await api.createUser())
    const answered = await rotated.call(currentSession, {}, bearer.caller)
    expect(answered.status).toBe(200)
    expect(answered.response.headers).not.toHaveProperty('set-cookie')
  })

  it('signs no one out while old and new servers alternate, if the new secret is put last, then first, then alone', async () => {
    const { caller } = await api.signIn(await api.createUser(), { delivery: 'cookie', remember: true })
    const lists = [testSecret, `${testSecret},${newSecret}`, `${newSecret},${testSecret}`, newSecret]
    const servers = await Promise.all(lists.map(APP_SECRET => replicaOf(api, { environment: { APP_SECRET } })))
    let { cookie = '' } = caller
    for (const [at, before] of servers.entries()) {
      const after = servers[at + 1] ?? before
      // First all run the old settings, then some the new ones, then all.
      for (const pair of [[before], [before, after], [after, before], [after]]) {
        const asked = Array.from({ length: 8 }, (_, turn) =>
          pair[turn % pair.length]?.call(currentSession, {}, { ...caller, cookie }),
        )
        for (const answer of await Promise.all(asked)) {
          expect(answer?.status).toBe(200)
          const [kept] = answer?.response.cookies ?? []
          if (kept) cookie = `${kept.name}=${kept.value}`
        }
      }
    }
  })

  it('sends no browser an old token that was exchanged during its request', async () => {
    const user = await api.createUser()
    const { caller } = await api.signIn(user, { delivery: 'cookie' })
    const rotated = await replicaOf(api, { environment: { APP_SECRET: `${newSecret},${testSecret}` } })
    const opened = await rotated.call(confirm, { password: user.password }, caller)
    const names = opened.response.cookies.map(({ name }) => name)
    expect(names).toEqual(['__Host-latchkey', '__Host-latchkey-device'])
    const renewed = { ...caller, cookie: cookiesOf(opened.response) }
    expect((await rotated.call(currentSession, {}, renewed)).status).toBe(200)

    const again = await api.signIn(user, { delivery: 'cookie' })
    rotated.holdNextAnswer(async () => {
      await api.call(confirm, { password: user.password }, again.caller)
    })
    const { status, response } = await rotated.call(currentSession, {}, again.caller)
    expect(status).toBe(200)
    expect(response.headers).not.toHaveProperty('set-cookie')
  })
})
