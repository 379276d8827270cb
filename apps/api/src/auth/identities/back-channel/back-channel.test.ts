import { proveFactor } from '@latchkey/contracts/auth/second-step'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import type { JWTPayload } from 'jose'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Browser } from '../../../../testing/browser.ts'
import { codeOf, createUserWithApp } from '../../../../testing/totp.ts'
import { addAccount, apiWithProviders, linkedUser, signInAt, takePending } from '../../../../testing/with-provider.ts'

const { api, one, two } = await apiWithProviders()

/** Sends what a provider sends. */
const announce = async (
  logout_token: string,
  { provider = 'one', headers = {} }: { provider?: string; headers?: Record<string, string> } = {},
) =>
  api.app.inject({
    method: 'POST',
    url: `/api/backchannel_logout/${provider}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: new URLSearchParams({ logout_token }).toString(),
  })

const statusOf = async (browser: Browser) => (await browser.call(currentSession, {})).response.statusCode
/** The `sid` of the newest session of this subject. */
async function providerSessionOf(subject: string): Promise<string | null> {
  const identity = { subject, issuer: one.issuer }
  const session = await api.deps.db.session.findFirst({ where: { identity }, orderBy: { createdAt: 'desc' } })
  return session?.providerSession ?? null
}

/** A person with an app beside the provider. */
async function personWithApp() {
  const { user, secret } = await createUserWithApp(api)
  const { subject } = await linkedUser(api, one, user)
  return {
    subject,
    /** Signs in at the provider. `proves` then sends the code of the app, and returns the status. */
    async waitingSignIn() {
      const { browser, location } = await signInAt(api, one, subject)
      const { challenge } = (await takePending(browser, location)).accepted
      const proves = async () =>
        (await browser.call(proveFactor, { challenge, method: 'totp', code: codeOf(api, secret) })).status
      return { proves }
    },
  }
}

let subject: string
let browser: Browser
beforeEach(async () => {
  subject = addAccount(one).subject
  browser = (await signInAt(api, one, subject)).browser
  expect(await statusOf(browser)).toBe(200)
})

describe('a logout token', () => {
  it('ends the sessions that the subject began, and no others', async () => {
    const other = await signInAt(api, one, addAccount(one).subject)
    const phone = await signInAt(api, one, subject)
    const response = await announce(await one.logoutToken({ sub: subject }))
    expect(response.statusCode).toBe(200)
    expect(response.headers['cache-control']).toBe('no-store')
    expect([await statusOf(browser), await statusOf(phone.browser), await statusOf(other.browser)]).toEqual([
      401, 401, 200,
    ])
  })

  it("says in the person's activity that the provider did it, without an address", async () => {
    await announce(await one.logoutToken({ sub: subject }))
    const ended = await api.deps.db.session.findMany({ where: { identity: { subject } } })
    expect(ended.map(({ endReason }) => endReason)).toEqual(['signed_out_by_provider'])
    const events = await api.deps.db.auditEvent.findMany({
      where: { kind: 'signed_out_by_provider', sessionId: ended[0]?.id ?? '' },
    })
    expect(events).toEqual([expect.objectContaining({ ip: null, userAgent: null, userId: ended[0]?.userId })])
  })

  it('ends only the sessions that the named session of the provider began', async () => {
    const sid = await providerSessionOf(subject)
    expect(sid).toEqual(expect.any(String))
    api.clock.advance(1_000)
    const phone = await signInAt(api, one, subject)
    expect(await providerSessionOf(subject)).not.toBe(sid)
    expect((await announce(await one.logoutToken({ sid }))).statusCode).toBe(200)
    expect([await statusOf(browser), await statusOf(phone.browser)]).toEqual([401, 200])
  })

  it('ends nothing of another person who is named with the same session', async () => {
    const sid = await providerSessionOf(subject)
    const other = addAccount(one)
    await announce(await one.logoutToken({ sub: other.subject, sid }))
    expect(await statusOf(browser)).toBe(200)
  })

  it('ends nothing that began after it, however often it is sent', async () => {
    const token = await one.logoutToken({ sub: subject })
    await announce(token)
    api.clock.advance(120_000)
    const { browser: later } = await signInAt(api, one, subject)
    expect((await announce(token)).statusCode).toBe(200)
    expect(await statusOf(later)).toBe(200)
  })

  it('ends a sign-in that waits for a second factor', async () => {
    const { subject, waitingSignIn } = await personWithApp()
    const { proves } = await waitingSignIn()
    await announce(await one.logoutToken({ sub: subject }))
    expect(await proves()).toBe(400)
  })

  it('ends no sign-in that began to wait after it, however often it is sent', async () => {
    const { subject, waitingSignIn } = await personWithApp()
    const token = await one.logoutToken({ sub: subject })
    await announce(token)
    api.clock.advance(120_000)
    const { proves } = await waitingSignIn()
    await announce(token)
    expect(await proves()).toBe(200)
  })
})

describe('is refused, and ends nothing', () => {
  it.each<[string, JWTPayload]>([
    ['for another client', { aud: 'another' }],
    ['of another issuer', { iss: 'https://other.example.com' }],
    ['without the event', { events: {} }],
    ['with a nonce, as an ID token has', { nonce: 'n' }],
    ['that has expired', { exp: 1 }],
  ])('%s', async (_, claims) => {
    const response = await announce(await one.logoutToken({ sub: subject, ...claims }))
    expect([response.statusCode, response.json().code]).toEqual([400, 'invalid_request'])
    expect(await statusOf(browser)).toBe(200)
  })

  it('signed by another provider', async () => {
    const token = await two.logoutToken({ sub: subject, iss: one.issuer })
    expect((await announce(token)).statusCode).toBe(400)
    expect((await announce(await two.logoutToken({ sub: subject }), { provider: 'two' })).statusCode).toBe(200)
    expect(await statusOf(browser)).toBe(200)
  })

  it('for a provider that is not there', async () => {
    expect((await announce(await one.logoutToken({ sub: subject }), { provider: 'three' })).statusCode).toBe(404)
  })

  it('sent by a page of another site', async () => {
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    expect((await announce(await one.logoutToken({ sub: subject }), { headers })).statusCode).toBe(403)
    expect(await statusOf(browser)).toBe(200)
  })

  it('with the token twice', async () => {
    const token = await one.logoutToken({ sub: subject })
    const response = await api.app.inject({
      method: 'POST',
      url: '/api/backchannel_logout/one',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: `logout_token=${token}&logout_token=${token}`,
    })
    expect(response.statusCode).toBe(400)
    expect(await statusOf(browser)).toBe(200)
  })
})

it('reads forms here alone', async () => {
  const response = await api.app.inject({
    method: 'POST',
    url: '/api/sessions/sign_in',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'email=ada@example.com&password=x',
  })
  expect(response.statusCode).toBe(415)
})
