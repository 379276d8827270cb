import { confirmOptions } from '@latchkey/contracts/auth/confirmation'
import { linkIdentity as askToLink, confirmWith } from '@latchkey/contracts/auth/identities'
import { setPassword } from '@latchkey/contracts/auth/passkeys'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { afterAll, describe, expect, it } from 'vitest'
import { withAccount } from '../../../testing/account.ts'
import type { Browser } from '../../../testing/browser.ts'
import { openBrowser } from '../../../testing/browser.ts'
import { startHostileProvider } from '../../../testing/hostile-provider.ts'
import { minutes } from '../../../testing/movable-clock.ts'
import { createUserWithApp } from '../../../testing/totp.ts'
import { addAccount, apiWithProviders, linkedUser, signInAt } from '../../../testing/with-provider.ts'
import { linkIdentity } from './identity.ts'

const hostile = await startHostileProvider()
afterAll(() => hostile.close())
const { api, one } = await apiWithProviders({
  environment: {
    OIDC_HOSTILE_ISSUER: hostile.issuer,
    OIDC_HOSTILE_CLIENT_ID: 'latchkey',
    OIDC_HOSTILE_CLIENT_SECRET: 'a-secret-between-latchkey-and-the-provider',
  },
})

const problemAt = (location: URL) => location.searchParams.get('problem')
const isConfirmed = async (browser: Browser) => (await browser.call(askToLink, { id: 'two' })).status === 200

/** A person who signed up with a provider, so without a password. */
async function signedUp() {
  const ada = addAccount(one)
  const { browser } = await signInAt(api, one, ada.subject)
  await api.deliver()
  return { ...ada, browser }
}

/** A person in a browser, with an identity at a provider that says what a test makes it say. */
async function withHostileProvider() {
  const user = await api.createUser()
  await withAccount(api, user.id, async account => {
    const identity = { provider: 'hostile', issuer: hostile.issuer, subject: user.id, email: null }
    await linkIdentity(account, identity)
  })
  const browser = openBrowser(api, (await api.signIn(user, { delivery: 'cookie' })).caller)
  await api.deliver()
  return {
    browser,
    begin: async () => new URL((await browser.call(confirmWith, { provider: 'hostile' })).data.url),
    async arriveWith(url: URL, claims: Record<string, unknown>) {
      const iat = Math.floor(api.clock.now().getTime() / 1000)
      const nonce = url.searchParams.get('nonce')
      const usual = { iss: hostile.issuer, aud: 'latchkey', sub: user.id, iat, exp: iat + 300, nonce }
      const id_token = await hostile.sign({ ...usual, ...claims })
      Object.assign(hostile.tokens, { access_token: 'x', token_type: 'Bearer', id_token })
      hostile.userinfo = { sub: user.id }
      const callback = new URL(url.searchParams.get('redirect_uri') ?? '')
      callback.search = new URLSearchParams({ code: 'x', state: url.searchParams.get('state') ?? '' }).toString()
      return browser.arrive(callback)
    },
  }
}

const askToConfirm = async (browser: Browser) =>
  new URL((await browser.call(confirmWith, { provider: 'one', return: '/settings' })).data.url)

describe('confirming a session with a provider', () => {
  it('is offered to a person without a second factor, for linked providers alone', async () => {
    const { browser } = await signedUp()
    const { data } = await browser.call(confirmOptions, {})
    expect(data).toEqual({ methods: [], passkey: null, providers: [{ id: 'one', label: 'One', mark: 'other' }] })
    expect((await browser.call(confirmWith, { provider: 'two' })).problem.code).toBe('invalid_factor')

    const { user, caller } = await createUserWithApp(api, { delivery: 'cookie' })
    await linkedUser(api, one, user)
    const withFactor = openBrowser(api, caller)
    expect((await withFactor.call(confirmOptions, {})).data.providers).toEqual([])
    expect((await withFactor.call(confirmWith, { provider: 'one' })).problem.code).toBe('invalid_factor')
  })

  it('asks for a new sign-in there, and gives ten minutes and new tokens', async () => {
    const { browser, subject } = await signedUp()
    expect(await isConfirmed(browser)).toBe(false)
    const before = browser.cookie('latchkey')
    const url = await askToConfirm(browser)
    expect([url.searchParams.get('prompt'), url.searchParams.get('max_age')]).toEqual(['login', '0'])
    api.clock.advance(minutes(3))
    const { location } = await browser.arrive(await one.signIn(url, subject))
    expect(location.pathname + location.search).toBe('/settings')
    expect(browser.cookie('latchkey')).not.toBe(before)
    expect(await isConfirmed(browser)).toBe(true)
    expect((await browser.call(setPassword, { newPassword: 'seven lanterns under a bridge' })).status).toBe(200)
    api.clock.advance(minutes(10))
    expect(await isConfirmed(browser)).toBe(false)
    await api.deliver()
  })

  it.each([
    ['20 seconds', -20, 'expired'],
    ['an hour', -3600, 'misconfigured'],
    ['an unknown time', null, 'misconfigured'],
    ['no time', 0, null],
  ])('takes no sign-in there from %s before', async (_, seconds, problem) => {
    const { browser, begin, arriveWith } = await withHostileProvider()
    const url = await begin()
    const now = Math.floor(api.clock.now().getTime() / 1000)
    const { location } = await arriveWith(url, seconds === null ? {} : { auth_time: now + seconds })
    expect(problemAt(location)).toBe(problem)
    expect(await isConfirmed(browser)).toBe(problem === null)
  })

  it('takes no other account there, and none of another person', async () => {
    const { browser } = await signedUp()
    const stranger = await signedUp()
    for (const { subject } of [stranger, addAccount(one)]) {
      const callback = await one.signIn(await askToConfirm(browser), subject)
      const { location } = await browser.arrive(callback)
      expect(location.pathname + location.search).toBe('/settings?with=one&problem=refused')
    }
    expect(await isConfirmed(browser)).toBe(false)
    const { user } = (await browser.call(currentSession, {})).data
    expect(await api.db.identity.count({ where: { userId: user.id } })).toBe(1)
    expect(await api.db.auditEvent.count({ where: { userId: user.id, kind: 'confirm_failed' } })).toBe(2)
  })

  it('counts for the session that asked', async () => {
    const { browser, subject } = await signedUp()
    const callback = await one.signIn(await askToConfirm(browser), subject)
    await signInAt(api, one, subject, { browser })
    expect(problemAt((await browser.arrive(callback)).location)).toBe('expired')
    expect(await isConfirmed(browser)).toBe(false)
  })

  it('is not what a way to sign in is for', async () => {
    const { browser, subject } = await signedUp()
    await signInAt(api, one, subject, { browser })
    expect(await isConfirmed(browser)).toBe(false)
  })
})
