import { confirm } from '@latchkey/contracts/auth/confirmation'
import { linkAtSignIn, linkOptions, mailLinkCode } from '@latchkey/contracts/auth/identities'
import { removePassword } from '@latchkey/contracts/auth/passkeys'
import { proveFactor } from '@latchkey/contracts/auth/second-step'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { beforeEach, describe, expect, it } from 'vitest'
import { withAccount } from '../../../testing/account.ts'
import { type Browser, openBrowser } from '../../../testing/browser.ts'
import { codeIn, mailTo, wordsOf } from '../../../testing/mails.ts'
import { minutes } from '../../../testing/movable-clock.ts'
import { assert, createUserWithPasskey, makeAuthenticator } from '../../../testing/passkeys.ts'
import { replicaOf } from '../../../testing/test.ts'
import { codeOf, createUserWithApp } from '../../../testing/totp.ts'
import { addAccount, apiWithProviders, linkedUser, signInAt, takePending } from '../../../testing/with-provider.ts'
import { disableUser } from '../account/changes.ts'
import { endAccess } from '../sessions/end-access.ts'

const { api, one } = await apiWithProviders({ environment: { OIDC_ONE_TRUST_EMAIL_DOMAINS: 'trusted.example' } })
// A test with limits must not make the next one wait, and its mails are not the next one's.
beforeEach(async () => {
  await api.db.limit.deleteMany()
  await api.deliver()
})

const userOf = async (browser: Browser) => (await browser.call(currentSession, {})).data.user
const identitiesOf = (userId: string) => api.db.identity.count({ where: { userId } })

/** A browser that came back with an identity whose address is this one, and what it has to prove. */
async function arriveWith(email: string, given: { email_verified?: boolean; browser?: Browser } = {}) {
  const { browser: own, ...claims } = given
  const { subject } = addAccount(one, { email, ...claims })
  const { browser, location } = await signInAt(api, one, subject, own ? { browser: own } : {})
  return { subject, browser, ...(await takePending(browser, location)).data }
}

const linkCodeTo = async (email: string) => codeIn(mailTo(await api.deliver(), email, /is your code to go on with/))
const anotherCode = (code: string) => (code === '000000' ? '000001' : '000000')

describe('an identity whose verified address has an account', () => {
  it('is linked once the password is proven, and signs in alone from then on', async () => {
    const user = await api.createUser()
    const { browser, challenge, subject } = await arriveWith(user.email)
    const wrong = await browser.call(linkAtSignIn, { challenge, password: 'a wrong password' })
    expect(wrong.problem.code).toBe('invalid_credentials')
    expect(await identitiesOf(user.id)).toBe(0)

    await browser.call(linkAtSignIn, { challenge, password: user.password })
    expect((await userOf(browser)).id).toBe(user.id)
    const mail = mailTo(await api.deliver(), user.email, /another account/)
    expect(wordsOf(mail)).toContain("This wasn't me")
    expect(await api.db.auditEvent.count({ where: { userId: user.id, kind: 'identity_added' } })).toBe(1)

    const again = await signInAt(api, one, subject)
    expect((await userOf(again.browser)).id).toBe(user.id)
    expect((await browser.call(linkAtSignIn, { challenge, password: user.password })).problem.code).toBe(
      'invalid_challenge',
    )
  })

  it('is linked once a mailed code is proven', async () => {
    const user = await api.createUser()
    const { browser, challenge } = await arriveWith(user.email)
    expect((await api.deliver()).map(({ to }) => to)).not.toContain(user.email)
    await browser.call(mailLinkCode, { challenge })
    const code = await linkCodeTo(user.email)
    expect((await browser.call(linkAtSignIn, { challenge, code: anotherCode(code) })).problem.code).toBe('invalid_code')
    await browser.call(linkAtSignIn, { challenge, code })
    expect((await userOf(browser)).id).toBe(user.id)
    expect(await identitiesOf(user.id)).toBe(1)
  })

  it('is linked once a passkey is proven that checked the person, of that account alone', async () => {
    const { user, authenticator } = await createUserWithPasskey(api)
    const stranger = await createUserWithPasskey(api, makeAuthenticator())
    const { browser, challenge, methods } = await arriveWith(user.email)
    expect(methods).toEqual(['password', 'passkey', 'code'])
    const { options } = (await browser.call(linkOptions, { challenge })).data
    expect(options).toMatchObject({ allowCredentials: [], userVerification: 'required' })
    const foreign = assert(stranger.authenticator, options)
    expect((await browser.call(linkAtSignIn, { challenge, credential: foreign })).problem.code).toBe('invalid_factor')
    await browser.call(linkAtSignIn, { challenge, credential: assert(authenticator, options) })
    expect((await userOf(browser)).id).toBe(user.id)
    expect(await identitiesOf(user.id)).toBe(1)
  })

  it('is linked only once the second factor is proven too', async () => {
    const { user, secret } = await createUserWithApp(api)
    const { browser, challenge } = await arriveWith(user.email)
    const step = (await browser.call(linkAtSignIn, { challenge, password: user.password })).accepted
    expect(await identitiesOf(user.id)).toBe(0)
    await browser.call(proveFactor, { challenge: step.challenge, method: 'totp', code: codeOf(api, secret) })
    expect((await userOf(browser)).id).toBe(user.id)
    expect(await identitiesOf(user.id)).toBe(1)
  })

  it('needs the second factor in a trusted browser too', async () => {
    const { user, secret } = await createUserWithApp(api)
    const { subject } = await linkedUser(api, one, user)
    const { browser, location } = await signInAt(api, one, subject)
    const { challenge } = (await takePending(browser, location)).accepted
    api.clock.advance(30_000)
    await browser.call(proveFactor, { challenge, method: 'totp', code: codeOf(api, secret), trustBrowser: true })
    const trusted = await signInAt(api, one, subject, { browser })
    expect(trusted.location.searchParams.get('pending')).toBeNull()

    const link = await arriveWith(user.email, { browser })
    const answer = await browser.call(linkAtSignIn, { challenge: link.challenge, password: user.password })
    expect(answer.accepted.methods).toContain('totp')
    expect(await identitiesOf(user.id)).toBe(1)
  })

  it('waits for its own browser, for half an hour', async () => {
    const user = await api.createUser()
    const { browser, challenge } = await arriveWith(user.email)
    const proof = { challenge, password: user.password }
    expect((await openBrowser(api).call(linkAtSignIn, proof)).problem.code).toBe('invalid_challenge')
    api.clock.advance(minutes(30))
    expect((await browser.call(linkAtSignIn, proof)).problem.code).toBe('invalid_challenge')
    expect(await identitiesOf(user.id)).toBe(0)
  })

  it('is proven by the same limits as a sign-in', async () => {
    const server = await replicaOf(api, { limits: true, environment: one.environment('ONE') })
    const user = await api.createUser()
    const { browser, challenge } = await arriveWith(user.email)
    const statuses = []
    for (let count = 0; count < 11; count++) {
      const wrong = { challenge, password: `a wrong password ${count}` }
      statuses.push((await server.call(linkAtSignIn, wrong, browser.caller())).status)
    }
    expect(statuses).toEqual([...Array(10).fill(401), 429])
  })

  it('is linked without a proof if a setting trusts the provider for its domain, recorded and mailed', async () => {
    const user = await api.createUser(`${crypto.randomUUID()}@trusted.example`)
    const { subject } = addAccount(one, { email: user.email })
    const { browser } = await signInAt(api, one, subject)
    expect((await userOf(browser)).id).toBe(user.id)
    mailTo(await api.deliver(), user.email, /another account/)

    const unproven = await api.createUser(`${crypto.randomUUID()}@trusted.example`)
    await arriveWith(unproven.email, { email_verified: false })
    expect(await identitiesOf(unproven.id)).toBe(0)
    await api.deliver()
  })

  it('that trust does not replace the second factor', async () => {
    const { user } = await createUserWithApp(api)
    const email = `${crypto.randomUUID()}@trusted.example`
    await api.db.user.update({ where: { id: user.id }, data: { email } })
    const { subject } = addAccount(one, { email, amr: ['mfa'] })
    const { browser, location } = await signInAt(api, one, subject)
    expect((await takePending(browser, location)).accepted.methods).toContain('totp')
    expect(await identitiesOf(user.id)).toBe(0)
  })
})

describe('an identity whose address is not verified', () => {
  it('gets the same answer, by the same queries, with and without an account', async () => {
    const user = await api.createUser()
    const seen = async (email: string) => {
      const { subject } = addAccount(one, { email, email_verified: false })
      api.queries.length = 0
      const { browser, location, response } = await signInAt(api, one, subject)
      const { methods } = (await takePending(browser, location)).data
      return { methods, queries: [...api.queries], length: response.headers.location?.length }
    }
    const email = `${crypto.randomUUID()}@example.com`
    expect(await seen(email)).toEqual(await seen(user.email))
    const subjects = (await api.deliver()).map(({ to, subject }) => [to, subject.replace(/\d{6}/, '…')])
    expect(subjects.toSorted()).toEqual(
      [email, user.email].toSorted().map(to => [to, '… is your code to go on with One']),
    )
  })

  it('is linked to the account of the address by the code that was mailed there, and by nothing else', async () => {
    const user = await api.createUser()
    const { browser, challenge } = await arriveWith(user.email, { email_verified: false })
    const code = await linkCodeTo(user.email)
    const byPassword = await browser.call(linkAtSignIn, { challenge, password: user.password })
    expect(byPassword.problem.code).toBe('invalid_challenge')
    await browser.call(linkAtSignIn, { challenge, code })
    expect((await userOf(browser)).id).toBe(user.id)
    expect(await identitiesOf(user.id)).toBe(1)
  })

  it('is not linked once the password of the account was reset, by a code from before', async () => {
    const user = await api.createUser()
    const { browser, challenge } = await arriveWith(user.email, { email_verified: false })
    const code = await linkCodeTo(user.email)
    await withAccount(api, user.id, account => endAccess(account, 'password_reset'))
    expect((await browser.call(linkAtSignIn, { challenge, code })).problem.code).toBe('invalid_challenge')
    expect(await identitiesOf(user.id)).toBe(0)
  })

  it('signs up by the code, without an account', async () => {
    const email = `${crypto.randomUUID()}@example.com`
    const { browser, challenge, subject } = await arriveWith(email, { email_verified: false })
    const code = await linkCodeTo(email)
    const wrong = await browser.call(linkAtSignIn, { challenge, code: anotherCode(code) })
    expect(wrong.problem.code).toBe('invalid_code')
    await browser.call(linkAtSignIn, { challenge, code })
    const { id } = await userOf(browser)
    const again = await signInAt(api, one, subject)
    expect((await userOf(again.browser)).id).toBe(id)
    await api.deliver()
  })

  it('opens no disabled account, and mails it nothing', async () => {
    const user = await api.createUser()
    await withAccount(api, user.id, disableUser)
    const { browser, challenge } = await arriveWith(user.email, { email_verified: false })
    expect(await api.deliver()).toEqual([])
    expect((await browser.call(linkAtSignIn, { challenge, code: '000000' })).problem.code).toBe('invalid_code')
  })

  it('has a code that allows five wrong ones, and works for ten minutes', async () => {
    const email = `${crypto.randomUUID()}@example.com`
    const { browser, challenge } = await arriveWith(email, { email_verified: false })
    const first = await linkCodeTo(email)
    for (let count = 0; count < 5; count++) await browser.call(linkAtSignIn, { challenge, code: anotherCode(first) })
    expect((await browser.call(linkAtSignIn, { challenge, code: first })).problem.code).toBe('invalid_code')
    await browser.call(mailLinkCode, { challenge })
    const second = await linkCodeTo(email)
    api.clock.advance(minutes(10))
    expect((await browser.call(linkAtSignIn, { challenge, code: second })).problem.code).toBe('invalid_code')
    await browser.call(mailLinkCode, { challenge })
    await browser.call(linkAtSignIn, { challenge, code: await linkCodeTo(email) })
    expect((await userOf(browser)).email).toBe(email)
    await api.deliver()
  })

  it('makes one account for many right codes at once', async () => {
    const email = `${crypto.randomUUID()}@example.com`
    const { browser, challenge } = await arriveWith(email, { email_verified: false })
    const code = await linkCodeTo(email)
    const proofs = Array.from({ length: 8 }, () => api.call(linkAtSignIn, { challenge, code }, browser.caller()))
    const statuses = (await Promise.all(proofs)).map(({ status }) => status)
    expect(statuses.filter(status => status === 200)).toHaveLength(1)
    expect(await api.db.user.count({ where: { email } })).toBe(1)
    await api.deliver()
  })
})

describe('an identity that two people would link', () => {
  it('is linked to the first of them, and the other one is told to begin again', async () => {
    const [first, second] = [await api.createUser(), await api.createUser()]
    const { browser, challenge, subject } = await arriveWith(first.email)
    one.accounts.set(subject, { email: second.email, email_verified: true })
    const other = await signInAt(api, one, subject)
    const step = (await takePending(other.browser, other.location)).data
    const answers = await Promise.all([
      browser.call(linkAtSignIn, { challenge, password: first.password }),
      other.browser.call(linkAtSignIn, { challenge: step.challenge, password: second.password }),
    ])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400])
    expect((await identitiesOf(first.id)) + (await identitiesOf(second.id))).toBe(1)
  })
})

describe('a person without a password', () => {
  it('is one whose account at a provider began this session, if they remove it', async () => {
    const user = await api.createUser()
    const { browser, challenge } = await arriveWith(user.email)
    await browser.call(linkAtSignIn, { challenge, password: user.password })
    expect((await browser.call(removePassword, {})).problem.code).toBe('confirmation_required')
    await browser.call(confirm, { password: user.password })
    expect((await browser.call(removePassword, {})).status).toBe(204)
    const own = await arriveWith(user.email)
    expect(own.methods).toEqual(['code'])
  })
})
