import { confirmOptions } from '@latchkey/contracts/auth/confirmation'
import { confirmWith, linkIdentity } from '@latchkey/contracts/auth/identities'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { setPassword } from '@latchkey/contracts/auth/passkeys'
import { describe, expect, it } from 'vitest'
import type { Browser } from '../../../testing/browser.ts'
import { openBrowser } from '../../../testing/browser.ts'
import { minutes } from '../../../testing/movable-clock.ts'
import { createUserWithApp } from '../../../testing/totp.ts'
import { addAccount, apiWithProviders, linkedUser, signInAt } from '../../../testing/with-provider.ts'

const { api, one, two } = await apiWithProviders()

const problemAt = (location: URL) => location.searchParams.get('problem')
const isConfirmed = async (browser: Browser) => (await browser.call(linkIdentity, { id: 'two' })).status === 200

/** A person who signed up with a provider, so without a password. */
async function signedUp() {
  const ada = addAccount(one)
  const { browser } = await signInAt(api, one, ada.subject)
  await api.deliver()
  return { ...ada, browser }
}

const askToConfirm = async (browser: Browser) =>
  new URL((await browser.call(confirmWith, { provider: 'one', return: '/settings' })).data.url)

describe('confirming a session with a provider', () => {
  it('is offered to a person without a second factor, for linked providers alone', async () => {
    const { browser } = await signedUp()
    const { data } = await browser.call(confirmOptions, {})
    expect(data).toEqual({ methods: [], passkey: null, providers: [{ id: 'one', label: 'one', mark: 'other' }] })
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

  it('takes no sign-in there from before', async () => {
    const { browser, subject } = await signedUp()
    const url = await askToConfirm(browser)
    url.searchParams.delete('prompt')
    url.searchParams.delete('max_age')
    const authenticatedAt = api.clock.now()
    const callback = await one.signIn(url, subject)
    one.setAuthTime?.(authenticatedAt)
    await browser.arrive(callback)
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
