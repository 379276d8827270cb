import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { resend, signUp, signUpState, verify } from '@latchkey/contracts/auth/sign-up'
import { pages } from '@latchkey/contracts/pages'
import { describe, expect, it } from 'vitest'
import { type Caller, cookiesOf } from '../../../testing/call-endpoint.ts'
import { codeIn, mailTo, secretIn, wordsOf } from '../../../testing/mails.ts'
import { hours, minutes } from '../../../testing/movable-clock.ts'
import { testApi } from '../../../testing/test.ts'
import { systemContext } from '../../platform/context.ts'
import { jobHandlers } from '../../platform/feature.ts'
import { purge } from '../../platform/jobs/purge.ts'
import type { Mail } from '../../platform/mail/mailer.ts'

const api = await testApi()
const password = 'a password of my own'
const newAddress = () => `${crypto.randomUUID()}@example.com`

/** Signs up as a browser does. Returns the caller for its next requests, and the mail. */
async function signUpInBrowser(email = newAddress(), name?: string) {
  const { response } = await api.call(signUp, { email, password, ...(name && { name }) }, { sameOrigin: true })
  const browser: Caller = { cookie: cookiesOf(response), sameOrigin: true }
  return { email, browser, mail: mailTo(await api.deliver(), email) }
}

const attemptsFor = (address: string) => api.db.challenge.findMany({ where: { address, purpose: 'sign_up' } })
const nameOf = async (address: string) =>
  Buffer.from((await attemptsFor(address))[0]?.browserHash ?? []).toString('hex')
const userOf = (email: string) => api.db.user.findUnique({ where: { email } })

describe('POST /api/users/sign_up', () => {
  it('creates no account, only an attempt, and gives its browser a cookie for a day', async () => {
    const email = newAddress()
    const input = { email: ` ${email.toUpperCase()}`, password }
    const { status, data, response } = await api.call(signUp, input, { sameOrigin: true })
    expect([status, data]).toEqual([202, { email }])
    expect(response.headers['set-cookie']).toMatch(
      /^__Host-latchkey-sign-up=lk_[\w-]{86}; Max-Age=86400; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
    expect(await userOf(email)).toBeNull()
    expect((await api.call(signIn, { email, password })).problem.code).toBe('invalid_credentials')
    await api.deliver()
  })

  it('gives no cookie without proof of the origin, but the same answer and mail', async () => {
    const email = newAddress()
    for (const headers of [{}, { 'sec-fetch-site': 'none' }] as Record<string, string>[]) {
      const { status, data, response } = await api.call(signUp, { email, password }, { headers })
      expect([status, data]).toEqual([202, { email }])
      expect(response.headers).not.toHaveProperty('set-cookie')
      mailTo(await api.deliver(), email)
    }
  })

  it('mails a link built from APP_URL, with its secret in the fragment, and a code', async () => {
    const { mail } = await signUpInBrowser()
    expect(mail.subject).toBe(`${codeIn(mail)} is your sign-up code`)
    expect(mail.html).toContain(`Type ${codeIn(mail)} on the page where you signed up. It works for 30 minutes.&#847;`)
    expect(mail.text).toContain(`http://localhost:4000${pages.verify}#token=lk_`)
    expect(codeIn(mail)).toMatch(/^\d{6}$/)
  })

  it('builds no link from the headers of the request', async () => {
    const email = newAddress()
    const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' }
    await api.call(signUp, { email, password }, { headers })
    const mail = mailTo(await api.deliver(), email)
    expect(`${mail.text}${mail.html}`).not.toContain('evil.example')
  })

  it('stores neither the secret nor the code, also not in a job', async () => {
    const { email, mail } = await signUpInBrowser()
    const random = Buffer.from(secretIn(mail).slice(3), 'base64url').subarray(0, 32)
    const [{ rows }] = await api.db.$queryRaw<[{ rows: string }]>`
      select (select string_agg(challenges::text, ' ') from challenges where address = ${email})
        || (select string_agg(job::text, ' ') from pgboss.job) as rows`
    expect(rows).toContain(email)
    expect(rows).not.toContain(random.toString('hex'))
    expect(rows).not.toContain('lk_')
    const codes = await attemptsFor(email)
    const sha256 = await crypto.subtle.digest('SHA-256', Buffer.from(codeIn(mail)))
    expect(codes[0]?.codeHash).not.toEqual(new Uint8Array(sha256))
  })

  it('refuses a password that is too short, with or without an account for the address', async () => {
    const known = await api.createUser()
    for (const email of [known.email, newAddress()]) {
      const { problem } = await api.call(signUp, { email, password: 'too short' })
      expect(problem).toMatchObject({ code: 'invalid_request', fields: { password: 'Use at least 12 characters.' } })
    }
  })

  it('mails the owner of a known address that they have an account, without a secret, and changes nothing', async () => {
    const user = await api.createUser()
    const { mail, browser } = await signUpInBrowser(user.email)
    expect(mail.subject).toBe('You already have an account')
    expect(mail.text).toContain(`http://localhost:4000${pages.login}`)
    expect(mail.text).toContain(`http://localhost:4000${pages.forgot}`)
    expect(mail.text).not.toContain('lk_')
    expect((await api.call(verify, { code: '000000' }, browser)).problem.code).toBe('invalid_code')
    expect((await api.call(signIn, user)).status).toBe(200)
    await api.deliver()
  })

  it('offers the owner of a deleted account to restore it, and creates no other', async () => {
    const user = await api.createUser()
    await api.db.user.update({ where: { id: user.id }, data: { deletedAt: api.clock.now() } })
    const { mail } = await signUpInBrowser(user.email)
    expect(mail.subject).toBe('Your account is deleted')
    expect(wordsOf(mail)).toContain('Keep my account')
    expect(mail.text).toContain(`http://localhost:4000${pages.keepAccount}#token=lk_`)
  })
})

describe('POST /api/users/verify', () => {
  it('creates the account with the code in the browser that asked, and signs it in', async () => {
    const { email, browser, mail } = await signUpInBrowser(newAddress(), ' Ada ')
    const { data, response } = await api.call(verify, { code: ` ${codeIn(mail)} ` }, browser)
    expect(data.user).toMatchObject({ email, name: 'Ada' })
    expect(data.session).toMatchObject({ current: true, delivery: 'cookie', endReason: null })
    const signedIn = { cookie: cookiesOf(response), sameOrigin: true }
    expect((await api.call(currentSession, {}, signedIn)).data.user.email).toBe(email)
    expect((await api.call(signIn, { email, password })).status).toBe(200)
    expect(response.headers['set-cookie']).toEqual([
      expect.stringMatching(/^__Host-latchkey=lk_/),
      expect.stringMatching(/^__Host-latchkey-device=lk_/),
      expect.stringMatching(/^__Host-latchkey-sign-up=; Max-Age=0;/),
    ])
    await api.deliver()
  })

  it('creates it with the link in that browser too, with the password that was chosen there', async () => {
    const { email, browser, mail } = await signUpInBrowser()
    const { data } = await api.call(verify, { token: secretIn(mail) }, browser)
    expect(data.session).toBeDefined()
    expect(data.user.email).toBe(email)
    expect(await api.deliver()).toEqual([])
  })

  it('does not report the browser that signed up as a new device, then or later', async () => {
    const { email, browser, mail } = await signUpInBrowser()
    const { response } = await api.call(verify, { code: codeIn(mail) }, browser)
    await api.signIn({ email, password }, { delivery: 'cookie' }, { cookie: cookiesOf(response), sameOrigin: true })
    expect(await api.deliver()).toEqual([])
  })

  it('asks for a password in any other browser, and the link stays valid', async () => {
    const { browser, mail } = await signUpInBrowser()
    const token = secretIn(mail)
    const stranger = (await signUpInBrowser()).browser
    for (const caller of [{}, { sameOrigin: true }, stranger])
      expect((await api.call(verify, { token }, caller)).problem.code).toBe('password_required')
    const { problem } = await api.call(verify, { token, password: 'too short' })
    expect(problem.fields).toEqual({ password: 'Use at least 12 characters.' })
    expect((await api.call(verify, { token }, browser)).status).toBe(200)
  })

  it('replaces the password of the attempt with that one, drops its name, and does not sign in', async () => {
    const { email, browser, mail } = await signUpInBrowser(newAddress(), 'Mallory')
    const { data, response } = await api.call(verify, { token: secretIn(mail), password: 'chosen by the owner' })
    expect(data).toMatchObject({ user: { email, name: null } })
    expect(data).not.toHaveProperty('session')
    expect(response.headers).not.toHaveProperty('set-cookie')
    expect((await api.call(signIn, { email, password })).problem.code).toBe('invalid_credentials')
    expect((await api.call(signIn, { email, password: 'chosen by the owner' })).status).toBe(200)
    expect((await api.call(verify, { code: codeIn(mail) }, browser)).problem.code).toBe('invalid_code')
    await api.deliver()
  })

  it('accepts a code only from the browser that asked', async () => {
    const { mail } = await signUpInBrowser()
    const stranger = (await signUpInBrowser()).browser
    const forged = { cookie: `__Host-latchkey-sign-up=lk_${'A'.repeat(86)}`, sameOrigin: true }
    for (const caller of [{}, { sameOrigin: true }, stranger, forged])
      expect((await api.call(verify, { code: codeIn(mail) }, caller)).problem.code).toBe('invalid_code')
  })

  it('requires a code or a link', async () => {
    expect((await api.call(verify, {})).problem.fields).toEqual({ code: 'Enter the code from the email.' })
    for (const code of ['12345', '1234567', 'abcdef'])
      expect((await api.call(verify, { code })).problem.code).toBe('invalid_request')
  })

  it('accepts the code for half an hour and the link for a day, as the mail says', async () => {
    const { browser, mail } = await signUpInBrowser()
    const heldBack = await signUpInBrowser()
    expect(wordsOf(mail)).toMatch(/works for 30 minutes.*works for 24 hours/s)
    // A server that does not know the sender may hold the mail back for a quarter of an hour.
    api.clock.advance(minutes(16))
    expect((await api.call(verify, { code: codeIn(heldBack.mail) }, heldBack.browser)).status).toBe(200)
    api.clock.advance(minutes(14))
    expect((await api.call(verify, { code: codeIn(mail) }, browser)).problem.code).toBe('invalid_code')
    api.clock.advance(hours(24) - minutes(30) - 1)
    expect((await api.call(verify, { token: secretIn(mail) })).problem.code).toBe('password_required')
    api.clock.advance(1)
    expect((await api.call(verify, { token: secretIn(mail) }, browser)).problem.code).toBe('invalid_link')
  })

  it('ends every other attempt for the address', async () => {
    const first = await signUpInBrowser()
    const second = await signUpInBrowser(first.email)
    await api.call(verify, { code: codeIn(second.mail) }, second.browser)
    expect((await api.call(verify, { token: secretIn(first.mail) }, first.browser)).problem.code).toBe('invalid_link')
    expect((await api.call(verify, { code: codeIn(first.mail) }, first.browser)).problem.code).toBe('invalid_code')
    expect((await attemptsFor(first.email)).every(({ usedAt }) => usedAt !== null)).toBe(true)
  })

  it('creates nothing if another account got the address meanwhile', async () => {
    const { email, browser, mail } = await signUpInBrowser()
    const owner = await api.createUser(email)
    expect((await api.call(verify, { code: codeIn(mail) }, browser)).problem.code).toBe('invalid_code')
    expect((await api.call(verify, { token: secretIn(mail) }, browser)).problem.code).toBe('invalid_link')
    expect((await api.call(signIn, owner)).status).toBe(200)
    await api.deliver()
  })

  it('ends the session that the browser had before', async () => {
    const { caller } = await api.signIn(await api.createUser(), { delivery: 'cookie' })
    await api.deliver()
    const { browser, mail } = await signUpInBrowser()
    const both = { ...browser, cookie: `${browser.cookie}; ${caller.cookie}` }
    expect((await api.call(verify, { code: codeIn(mail) }, both)).status).toBe(200)
    expect((await api.call(currentSession, {}, caller)).problem.reason).toBe('replaced')
  })

  it('refuses a code that another site makes the browser send', async () => {
    const { browser, mail } = await signUpInBrowser()
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, {}] as Record<string, string>[]) {
      const caller = { cookie: browser.cookie ?? '', headers }
      expect((await api.call(verify, { code: codeIn(mail) }, caller)).problem.code).toBe('cross_origin')
    }
  })
})

describe('GET /api/users/sign_up', () => {
  const isFinished = async (caller: Caller) => (await api.call(signUpState, {}, caller)).data.finished
  const finish = (mail: Mail) => api.call(verify, { token: secretIn(mail), password: 'chosen by the owner' })

  it('tells only the browser that asked that the link of its mail finished the sign-up, for an hour', async () => {
    const { email, browser, mail } = await signUpInBrowser()
    const another = (await signUpInBrowser()).browser
    expect(await isFinished(browser)).toBe(false)
    await finish(mail)
    expect(await isFinished(browser)).toBe(true)
    for (const caller of [{}, { sameOrigin: true }, another, { cookie: browser.cookie ?? '' }])
      expect(await isFinished(caller)).toBe(false)
    await purge(api.deps)
    expect(await isFinished(browser)).toBe(true)
    expect((await attemptsFor(email)).map(({ payload }) => payload)).toEqual([{ finished: true }])
    api.clock.advance(hours(1))
    expect(await isFinished(browser)).toBe(false)
    api.clock.advance(1)
    await purge(api.deps)
    expect(await attemptsFor(email)).toEqual([])
  })

  it('tells a stranger nothing whose sign-up the owner ended with one of their own', async () => {
    const stranger = await signUpInBrowser()
    const owner = await signUpInBrowser(stranger.email)
    await api.call(verify, { code: codeIn(owner.mail) }, owner.browser)
    expect(await isFinished(stranger.browser)).toBe(false)
  })

  it('does not tell of an account that was there before, or that came in another way', async () => {
    const known = await signUpInBrowser((await api.createUser()).email)
    const waiting = await signUpInBrowser()
    await api.createUser(waiting.email)
    expect(await isFinished(known.browser)).toBe(false)
    expect(await isFinished(waiting.browser)).toBe(false)
  })
})

describe('the code of a sign-up', () => {
  const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

  it('may be mistyped four times', async () => {
    const { browser, mail } = await signUpInBrowser()
    const code = codeIn(mail)
    for (let i = 0; i < 4; i++)
      expect((await api.call(verify, { code: wrong(code) }, browser)).problem.code).toBe('invalid_code')
    expect((await api.call(verify, { code }, browser)).status).toBe(200)
  })

  it('is invalid after five wrong ones, but the link still works', async () => {
    const { browser, mail } = await signUpInBrowser()
    const code = codeIn(mail)
    for (let i = 0; i < 5; i++) await api.call(verify, { code: wrong(code) }, browser)
    expect((await api.call(verify, { code }, browser)).problem.code).toBe('invalid_code')
    expect((await api.call(verify, { token: secretIn(mail) }, browser)).status).toBe(200)
  })

  it('is checked exactly five times, however many guesses come at once', async () => {
    const { email, browser, mail } = await signUpInBrowser()
    const code = codeIn(mail)
    const guesses = Array.from({ length: 32 }, () => api.call(verify, { code: wrong(code) }, browser))
    for (const { problem } of await Promise.all(guesses)) expect(problem.code).toBe('invalid_code')
    expect((await attemptsFor(email))[0]?.tries).toBe(5)
    expect((await api.call(verify, { code }, browser)).problem.code).toBe('invalid_code')
  })
})

describe('POST /api/users/resend', () => {
  it('replaces the link and the code with new ones, for the browser that asks', async () => {
    const { email, browser, mail } = await signUpInBrowser()
    const elsewhere = await signUpInBrowser(email)
    for (let i = 0; i < 5; i++) await api.call(verify, { code: '000000' }, browser)
    const { status, data } = await api.call(resend, { email }, browser)
    expect([status, data]).toEqual([202, { email }])
    const again = mailTo(await api.deliver(), email)
    expect((await api.call(verify, { token: secretIn(mail) }, browser)).problem.code).toBe('invalid_link')
    expect((await api.call(verify, { token: secretIn(elsewhere.mail) })).problem.code).toBe('password_required')
    expect((await api.call(verify, { code: codeIn(again) }, browser)).status).toBe(200)
  })

  it('keeps earlier mails valid if another browser asks, and mails a link that needs a password', async () => {
    const { email, browser, mail } = await signUpInBrowser()
    const code = codeIn(mail)
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0')
    for (let i = 0; i < 3; i++) await api.call(verify, { code: wrong }, browser)
    const stranger = (await signUpInBrowser()).browser
    const links: string[] = []
    for (const caller of [{}, stranger]) {
      await api.call(resend, { email }, caller)
      const again = mailTo(await api.deliver(), email)
      expect(again.text).not.toMatch(/^\d{6}$/m)
      links.push(secretIn(again))
    }
    for (const token of links)
      expect((await api.call(verify, { token }, browser)).problem.code).toBe('password_required')
    const attempt = (await attemptsFor(email)).find(({ browserHash }) => browserHash !== null)
    expect(attempt?.tries).toBe(3)
    const elsewhere = await api.call(verify, { token: secretIn(mail) })
    expect(elsewhere.problem.code).toBe('password_required')
    expect((await api.call(verify, { code }, browser)).status).toBe(200)
    for (const token of links) expect((await api.call(verify, { token, password })).problem.code).toBe('invalid_link')
  })

  it('sends the same content when a mail is sent twice, and keeps the count of guesses', async () => {
    const { email, browser, mail } = await signUpInBrowser()
    const job = { email, browser: await nameOf(email), ...systemContext(api.deps) }
    const handler = jobHandlers(api.deps).find(({ kind }) => kind.name === 'sign-up mail')
    const id = crypto.randomUUID()
    await handler?.handle(job, id)
    const [first] = await api.deliver()
    await api.call(verify, { code: codeIn(mail) === '000000' ? '000001' : '000000' }, browser)
    await handler?.handle(job, id)
    const [copy] = await api.deliver()
    expect(copy).toEqual(first)
    expect((await attemptsFor(email))[0]?.tries).toBe(1)
    expect((await api.call(verify, { code: codeIn(first) }, browser)).status).toBe(200)
  })

  it('mails nothing to an address without a sign-up', async () => {
    expect((await api.call(resend, { email: newAddress() })).status).toBe(202)
    expect(await api.deliver()).toEqual([])
  })
})
