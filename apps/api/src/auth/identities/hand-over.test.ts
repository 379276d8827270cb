import { exchangeCode, signInWith } from '@latchkey/contracts/auth/identities'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { describe, expect, it } from 'vitest'
import { openBrowser } from '../../../testing/browser.ts'
import { addAccount, apiWithProviders, appRedirect, goToAsApp, hashOf } from '../../../testing/with-provider.ts'

const { api, one } = await apiWithProviders()

const begin = (given: { redirect?: string } = {}) =>
  api.call(signInWith, {
    ...{ provider: 'one', delivery: 'bearer', redirect: appRedirect, codeChallenge: hashOf('v'.repeat(43)) },
    ...given,
  })

describe('an API client', () => {
  it('gets a code for its address, and a bearer token for the code and its verifier', async () => {
    const ada = addAccount(one)
    const { code, verifier, location } = await goToAsApp(api, one, ada.subject)
    expect(location.href.startsWith(`${appRedirect}?code=`)).toBe(true)
    expect(code).not.toMatch(/^lk_/)
    const { data, response } = await api.call(exchangeCode, { code, verifier })
    expect(response.statusCode).toBe(200)
    expect(response.headers['set-cookie']).toBeUndefined()
    const { token } = data as { token: string }
    expect((await api.call(currentSession, {}, { token })).data.user.email).toBe(ada.email)
  })

  it('uses no session that is open at the provider: the person signs in there again', async () => {
    const { subject } = addAccount(one)
    const jar = new Map<string, string>()
    const signsInThere = async (url: string) => {
      const before = one.requests.length
      await one.signIn(url, subject, jar)
      return one.requests.slice(before).some(request => request.startsWith('POST /login/'))
    }
    const asBrowser = async () => (await openBrowser(api).call(signInWith, { provider: 'one' })).data.url
    expect(await signsInThere(await asBrowser())).toBe(true)
    expect(await signsInThere(await asBrowser())).toBe(false)
    expect(await signsInThere((await begin()).data.url)).toBe(true)
  })

  it('gets nothing for a code with another verifier, and the code is used up', async () => {
    const { code, verifier } = await goToAsApp(api, one, addAccount(one).subject)
    for (const each of ['w'.repeat(43), verifier])
      expect((await api.call(exchangeCode, { code, verifier: each })).problem.code).toBe('invalid_challenge')
  })

  it('gets one session for a code, of many attempts at once', async () => {
    const asked = await goToAsApp(api, one, addAccount(one).subject)
    const { code, verifier } = asked
    const answers = await Promise.all(Array.from({ length: 5 }, () => api.call(exchangeCode, { code, verifier })))
    expect(answers.map(({ response }) => response.statusCode).sort()).toEqual([200, 400, 400, 400, 400])
  })

  it('gets nothing for a code of more than a minute ago', async () => {
    const { code, verifier } = await goToAsApp(api, one, addAccount(one).subject)
    api.clock.advance(61_000)
    expect((await api.call(exchangeCode, { code, verifier })).problem.code).toBe('invalid_challenge')
  })

  it('is told of an account that its person has to prove, and nothing is linked', async () => {
    const user = await api.createUser()
    const { subject } = addAccount(one, { email: user.email })
    const { code, verifier } = await goToAsApp(api, one, subject)
    const { problem } = await api.call(exchangeCode, { code, verifier })
    expect([problem.code, problem.reason]).toEqual(['not_possible', 'has_account'])
    expect(await api.db.identity.count({ where: { subject } })).toBe(0)
  })

  it('gets no account of an address that the provider did not prove', async () => {
    const { code, verifier } = await goToAsApp(api, one, addAccount(one, { email_verified: false }).subject)
    const { problem } = await api.call(exchangeCode, { code, verifier })
    expect([problem.code, problem.reason]).toEqual(['not_possible', 'no_address'])
  })

  it('hears what went wrong at the provider', async () => {
    const { data } = await begin()
    const { location } = await openBrowser(api).arrive(await one.cancel(data.url))
    expect(location.href).toBe(`${appRedirect}?problem=denied`)
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
    'http://127.0.0.1:99999/signed-in',
  ])('is refused unless APP_REDIRECTS names it: %s', async other => {
    expect((await begin({ redirect: other })).problem.fields).toEqual({ redirect: expect.any(String) })
  })

  it('may be any port of the machine itself', async () => {
    expect((await begin({ redirect: 'http://127.0.0.1:49152/signed-in' })).response.statusCode).toBe(200)
  })

  it('is needed, with the hash of a verifier', async () => {
    const { problem } = await api.call(signInWith, { provider: 'one', delivery: 'bearer' })
    expect(problem.fields).toEqual({ redirect: expect.any(String) })
  })
})
