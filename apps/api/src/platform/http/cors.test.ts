import { currentSession, signOut } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { signUp } from '@latchkey/contracts/auth/sign-up'
import { describe, expect, it } from 'vitest'
import { testApi } from '../../../testing/test.ts'

const partner = 'https://partner.example.com'
const api = await testApi({ environment: { CORS_ORIGINS: `${partner}, http://localhost:5000` } })
const user = await api.createUser()
const fromPartner = { origin: partner, 'sec-fetch-site': 'cross-site' }

const preflight = (origin: string, url: string = signIn.path) =>
  api.app.inject({
    method: 'OPTIONS',
    url,
    headers: { origin, 'access-control-request-method': 'POST', 'sec-fetch-site': 'cross-site' },
  })
const corsHeaders = (headers: object) => Object.keys(headers).filter(name => name.startsWith('access-control'))

describe('a page of an origin in CORS_ORIGINS', () => {
  it('gets an answer to its preflight, without credentials', async () => {
    const { statusCode, headers, body } = await preflight(partner)
    expect([statusCode, body]).toEqual([204, ''])
    expect(headers).toMatchObject({
      'access-control-allow-origin': partner,
      'access-control-allow-headers': 'authorization, content-type',
      vary: 'Origin',
      'cache-control': 'no-store',
    })
    expect(headers).not.toHaveProperty('access-control-allow-credentials')
  })

  it('signs in and acts with a bearer token, and may read the answers, also problems', async () => {
    const signedIn = await api.call(signIn, user, { headers: fromPartner })
    const caller = { token: signedIn.data.token ?? '', headers: fromPartner }
    const answers = [
      signedIn,
      await api.call(currentSession, {}, caller),
      await api.call(signOut, {}, caller),
      await api.call(currentSession, {}, caller),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 204, 401])
    for (const { response } of answers)
      expect(response.headers).toMatchObject({
        'access-control-allow-origin': partner,
        'access-control-expose-headers': 'retry-after, www-authenticate, x-request-id',
        vary: 'Origin',
      })
  })

  it('is refused with any of our cookies, also if it only reads', async () => {
    const { caller } = await api.signIn(user, { delivery: 'cookie' })
    for (const sent of [{}, { 'sec-fetch-site': 'same-site' }]) {
      const headers = { ...fromPartner, ...sent, cookie: caller.cookie ?? '' }
      const read = await api.app.inject({ url: currentSession.path, headers })
      expect([read.statusCode, read.json().code]).toEqual([403, 'cross_origin'])
      expect((await api.call(signOut, {}, { headers })).problem.code).toBe('cross_origin')
    }
    expect((await api.call(currentSession, {}, caller)).status).toBe(200)
  })

  it('gets no cookie', async () => {
    const { problem } = await api.call(signIn, { ...user, delivery: 'cookie' }, { headers: fromPartner })
    expect(problem.code).toBe('cross_origin')
    const person = { email: 'new@example.com', password: 'seven lanterns under a bridge' }
    const { status, response } = await api.call(signUp, person, { headers: fromPartner })
    expect([status, response.headers['set-cookie']]).toEqual([202, undefined])
  })

  it('may not read our pages', async () => {
    const { headers } = await api.app.inject({ url: '/login', headers: fromPartner })
    expect(corsHeaders(headers)).toEqual([])
  })
})

describe('a page of any other origin', () => {
  it.each([
    'https://evil.example',
    'http://partner.example.com',
    'https://partner.example.com:8443',
    'https://partner.example.com.evil.example',
    'https://sub.partner.example.com',
    'https://PARTNER.example.com',
    `${partner}/`,
    `${partner}, ${partner}`,
    'null',
    '',
  ])('gets nothing: %j', async origin => {
    const asked = await preflight(origin)
    expect([asked.statusCode, corsHeaders(asked.headers)]).toEqual([204, []])
    const called = await api.call(signIn, user, { headers: { origin, 'sec-fetch-site': 'cross-site' } })
    expect([called.problem.code, corsHeaders(called.response.headers)]).toEqual(['cross_origin', []])
    expect(called.response.headers.vary).toBe('Origin')
  })
})
