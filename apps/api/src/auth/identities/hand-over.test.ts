import { createHash, randomBytes } from 'node:crypto'
import { exchangeCode, signInWith } from '@latchkey/contracts/auth/identities'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { describe, expect, it } from 'vitest'
import { addAccount, apiWithProviders } from '../../../testing/with-provider.ts'

const redirect = 'com.example.app:/signed-in'
const { api, one } = await apiWithProviders({
  environment: { APP_REDIRECTS: `${redirect}, http://127.0.0.1/signed-in` },
})

const hashOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url')

/** Begins as an app does: without cookies. */
const begin = (given: { redirect?: string; codeChallenge?: string } = {}) =>
  api.call(signInWith, {
    provider: 'one',
    delivery: 'bearer',
    redirect,
    codeChallenge: hashOf('v'.repeat(43)),
    ...given,
  })

/** Where the browser of the system is led. It has no cookie of ours. */
async function land(url: URL): Promise<URL> {
  const { headers, statusCode } = await api.app.inject({ url: url.pathname + url.search })
  expect(statusCode).toBe(303)
  return new URL(headers.location ?? '')
}

async function goTo(subject: string, verifier: string): Promise<string> {
  const { data } = await begin({ codeChallenge: hashOf(verifier) })
  const landed = await land(await one.signIn(data.url, subject))
  expect(landed.href.startsWith(`${redirect}?code=`)).toBe(true)
  return landed.searchParams.get('code') ?? ''
}

const newVerifier = () => randomBytes(32).toString('base64url')

describe('an API client', () => {
  it('gets a code for its address, and a bearer token for the code and its verifier', async () => {
    const ada = addAccount(one)
    const verifier = newVerifier()
    const code = await goTo(ada.subject, verifier)
    expect(code).not.toContain('lk_')
    const { data, response } = await api.call(exchangeCode, { code, verifier })
    expect(response.statusCode).toBe(200)
    expect(response.headers['set-cookie']).toBeUndefined()
    const { token } = data as { token: string }
    expect((await api.call(currentSession, {}, { token })).data.user.email).toBe(ada.email)
  })

  it('gets nothing for a code with another verifier, and the code is used up', async () => {
    const verifier = newVerifier()
    const code = await goTo(addAccount(one).subject, verifier)
    for (const each of [newVerifier(), verifier])
      expect((await api.call(exchangeCode, { code, verifier: each })).problem?.code).toBe('invalid_challenge')
  })

  it('gets one session for a code, of many attempts at once', async () => {
    const verifier = newVerifier()
    const code = await goTo(addAccount(one).subject, verifier)
    const answers = await Promise.all(Array.from({ length: 5 }, () => api.call(exchangeCode, { code, verifier })))
    expect(answers.map(({ response }) => response.statusCode).sort()).toEqual([200, 400, 400, 400, 400])
  })

  it('gets nothing for a code of more than a minute ago', async () => {
    const verifier = newVerifier()
    const code = await goTo(addAccount(one).subject, verifier)
    api.clock.advance(61_000)
    expect((await api.call(exchangeCode, { code, verifier })).problem?.code).toBe('invalid_challenge')
  })

  it('is told of an account that its person has to prove, and nothing is linked', async () => {
    const user = await api.createUser()
    const { subject } = addAccount(one, { email: user.email })
    const verifier = newVerifier()
    const { problem } = await api.call(exchangeCode, { code: await goTo(subject, verifier), verifier })
    expect([problem?.code, problem?.reason]).toEqual(['not_possible', 'has_account'])
    expect(await api.deps.db.identity.count({ where: { subject } })).toBe(0)
  })

  it('gets no account of an address that the provider did not prove', async () => {
    const { subject } = addAccount(one, { email_verified: false })
    const verifier = newVerifier()
    const { problem } = await api.call(exchangeCode, { code: await goTo(subject, verifier), verifier })
    expect([problem?.code, problem?.reason]).toEqual(['not_possible', 'no_address'])
  })

  it('hears what went wrong at the provider', async () => {
    const { data } = await begin()
    const landed = await land(await one.cancel(data.url))
    expect(landed.href).toBe(`${redirect}?problem=denied`)
  })
})

describe('the address of an API client', () => {
  it.each([
    'com.evil.app:/signed-in',
    'com.example.app:/other',
    'https://app.example.com/signed-in',
    'http://127.0.0.1.evil.example/signed-in',
    'http://localhost/signed-in',
    'javascript:alert(1)',
  ])('is refused unless APP_REDIRECTS names it: %s', async other => {
    expect((await begin({ redirect: other })).problem?.fields).toEqual({ redirect: expect.any(String) })
  })

  it('may be any port of the machine itself', async () => {
    expect((await begin({ redirect: 'http://127.0.0.1:49152/signed-in' })).response.statusCode).toBe(200)
  })

  it('is needed, with the hash of a verifier', async () => {
    const { problem } = await api.call(signInWith, { provider: 'one', delivery: 'bearer' } as never)
    expect(problem?.fields).toEqual({ redirect: expect.any(String) })
  })
})
