import { currentSession, signOut } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { describe, expect, it } from 'vitest'
import { testApi } from '../../../testing/test.ts'

const api = await testApi()
const user = await api.createUser()
const ours = 'http://localhost:4000'
const foreign: Record<string, string>[] = [
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'same-origin, cross-site' },
  { 'sec-fetch-site': '' },
  { 'sec-fetch-site': 'cross-site', origin: ours },
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { origin: '' },
  { origin: 'http://localhost:4001' },
  { origin: 'https://localhost:4000' },
  { origin: `${ours}.evil.example` },
  { origin: `${ours}, https://evil.example` },
  { origin: 'https://evil.example', host: 'evil.example' },
]

describe('an unsafe request', () => {
  it.each(foreign)('from another site is refused, with or without a cookie: %j', async headers => {
    const { caller } = await api.signIn(user, { delivery: 'cookie' })
    for (const cookie of [{}, { cookie: caller.cookie ?? '' }]) {
      expect((await api.call(signIn, user, { headers: { ...headers, ...cookie } })).problem.code).toBe('cross_origin')
      expect((await api.call(signOut, {}, { headers: { ...headers, ...cookie } })).problem.code).toBe('cross_origin')
    }
    expect((await api.call(currentSession, {}, caller)).status).toBe(200)
  })

  it.each([
    { 'sec-fetch-site': 'same-origin' },
    { origin: ours },
    { 'sec-fetch-site': 'none', origin: ours },
    { 'sec-fetch-site': 'same-origin', origin: 'http://127.0.0.1:4000' },
  ])('with a cookie passes if it provably comes from our own pages: %j', async headers => {
    const { caller } = await api.signIn(user, { delivery: 'cookie' })
    const { status } = await api.call(
      signOut,
      {},
      { headers: { ...headers, cookie: caller.cookie ?? '' } as Record<string, string> },
    )
    expect(status).toBe(204)
  })

  it.each([{}, { 'sec-fetch-site': 'none' }])(
    'with our cookie but without proof of its origin is refused: %j',
    async headers => {
      const { caller } = await api.signIn(user, { delivery: 'cookie' })
      const { problem } = await api.call(
        signOut,
        {},
        { headers: { ...headers, cookie: caller.cookie ?? '' } as Record<string, string> },
      )
      expect(problem.code).toBe('cross_origin')
    },
  )

  it.each([{}, { 'sec-fetch-site': 'none' }])(
    'that asks for a cookie without proof of its origin is refused: %j',
    async headers => {
      const { problem } = await api.call(
        signIn,
        { ...user, delivery: 'cookie' },
        { headers: headers as Record<string, string> },
      )
      expect(problem.code).toBe('cross_origin')
    },
  )

  it('with our cookie in an unusual spelling is refused too', async () => {
    const { caller } = await api.signIn(user, { delivery: 'cookie' })
    const cookie = (caller.cookie ?? '').replace('=', ' =')
    expect((await api.call(signOut, {}, { headers: { cookie } })).problem.code).toBe('cross_origin')
  })

  it.each<Record<string, string>>([{}, { cookie: 'theme=dark; latchkey=x' }])(
    'of an API client, with none of our cookies and neither header, passes: %j',
    async headers => {
      const { caller } = await api.signIn(user)
      expect((await api.call(signOut, {}, { ...caller, headers })).status).toBe(204)
    },
  )

  it('does not pass because its Host matches its Origin', async () => {
    const { problem } = await api.call(signIn, user, {
      headers: { origin: 'http://evil.example', host: 'evil.example' },
    })
    expect(problem.code).toBe('cross_origin')
  })
})

describe('another origin', () => {
  it('gets no CORS headers, and cannot embed our answers', async () => {
    const preflight = await api.app.inject({
      method: 'OPTIONS',
      url: '/api/sessions/sign_in',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    })
    expect(preflight.statusCode).toBe(204)
    const { response } = await api.call(currentSession, {}, { headers: { origin: 'https://evil.example' } })
    for (const { headers } of [preflight, response]) {
      expect(Object.keys(headers).filter(name => name.startsWith('access-control'))).toEqual([])
      expect(headers['cross-origin-resource-policy']).toBe('same-origin')
    }
  })
})
