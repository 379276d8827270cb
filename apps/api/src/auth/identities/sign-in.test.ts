import { activateTotp, addTotp } from '@latchkey/contracts/auth/factors'
import { providers } from '@latchkey/contracts/auth/identities'
import { proveFactor } from '@latchkey/contracts/auth/second-step'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signUp, verify } from '@latchkey/contracts/auth/sign-up'
import { describe, expect, it } from 'vitest'
import { withAccount } from '../../../testing/account.ts'
import { type Browser, openBrowser } from '../../../testing/browser.ts'
import { signInConfirmed } from '../../../testing/confirmed.ts'
import { codeIn, mailTo, wordsOf } from '../../../testing/mails.ts'
import { addApp, codeOf, createUserWithApp } from '../../../testing/totp.ts'
import { waiting } from '../../../testing/waiting.ts'
import {
  addAccount,
  apiWithProviders,
  goTo,
  linkedUser,
  signInAt,
  takePending,
} from '../../../testing/with-provider.ts'
import type { LockedAccount } from '../account/change-account.ts'
import { closeAccount, disableUser } from '../account/changes.ts'
import { openChallenge } from '../challenges/service.ts'

const { api, one, two } = await apiWithProviders({ environment: { OIDC_ONE_LABEL: 'One' } })

const userOf = async (browser: Browser) => (await browser.call(currentSession, {})).data.user
const isSignedIn = async (browser: Browser) => (await browser.call(currentSession, {})).status === 200
const problemAt = (location: URL) => location.searchParams.get('problem')

describe('a sign-in with a provider', () => {
  it('is offered for each provider of the settings', async () => {
    const listed = (await api.call(providers, {})).data
    expect(listed.map(({ id, mark }) => [id, mark])).toEqual([
      ['one', 'other'],
      ['two', 'other'],
    ])
    expect(listed[0]?.label).toBe('One')
  })

  it('signs a person up by a verified address, and in again by the same identity', async () => {
    const ada = addAccount(one)
    const { browser, response } = await signInAt(api, one, ada.subject, { return: '/devices?a=1', remember: true })
    expect([response.statusCode, response.headers.location]).toEqual([303, '/devices?a=1'])
    expect(response.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
    const user = await userOf(browser)
    expect(user).toMatchObject({ email: ada.email, name: 'Ada Lovelace' })
    const session = await api.db.session.findFirstOrThrow({ where: { userId: user.id }, include: { identity: true } })
    expect(session).toMatchObject({ methods: ['fed'], remembered: true, identity: { subject: ada.subject } })

    const again = await signInAt(api, one, ada.subject)
    expect((await userOf(again.browser)).id).toBe(user.id)
    expect(await api.db.identity.count({ where: { userId: user.id } })).toBe(1)
  })

  it('mails a person who signed up, for nothing else shows the owner of the address that it has an account', async () => {
    const ada = addAccount(one)
    await signInAt(api, one, ada.subject)
    const mail = mailTo(await api.deliver(), ada.email)
    expect(mail.subject).toBe('You can now sign in with another account')
    expect(wordsOf(mail)).toContain("This wasn't me")
    expect(wordsOf(mail)).toContain('Linked: One')
    const kinds = await api.db.auditEvent.findMany({ where: { address: ada.email }, orderBy: { id: 'asc' } })
    expect(kinds.map(({ kind }) => kind)).toEqual(['signed_up', 'identity_added', 'device_added', 'signed_in'])
  })

  it('finds the person after their address changed at the provider, and leaves ours as it was', async () => {
    const ada = addAccount(one)
    const { browser } = await signInAt(api, one, ada.subject)
    const { id } = await userOf(browser)
    const moved = `moved-${ada.email}`
    one.accounts.set(ada.subject, { ...ada, email: moved })
    const again = await signInAt(api, one, ada.subject)
    expect(await userOf(again.browser)).toMatchObject({ id, email: ada.email })
    expect(await api.db.identity.findFirstOrThrow({ where: { userId: id } })).toMatchObject({ email: moved })
  })

  it('asks for the second factor, once, in the browser that came back', async () => {
    const { user, secret } = await createUserWithApp(api)
    const { subject } = await linkedUser(api, one, user)
    const { browser, location } = await signInAt(api, one, subject)
    expect([location.pathname, location.searchParams.get('with')]).toEqual(['/login', 'one'])
    expect(await isSignedIn(browser)).toBe(false)

    expect((await takePending(openBrowser(api), location)).problem.code).toBe('invalid_challenge')
    const { challenge, methods } = (await takePending(browser, location)).accepted
    expect(methods).toContain('totp')
    expect((await takePending(browser, location)).problem.code).toBe('invalid_challenge')

    await browser.call(proveFactor, { challenge, method: 'totp', code: codeOf(api, secret) })
    expect((await userOf(browser)).id).toBe(user.id)
    const session = await api.db.session.findFirstOrThrow({ where: { userId: user.id, identityId: { not: null } } })
    expect(session.methods).toEqual(['fed', 'otp', 'mfa'])
  })

  it('asks for no second factor where the provider says that it asked for two', async () => {
    const { user } = await createUserWithApp(api)
    const { subject } = await linkedUser(api, one, user)
    one.accounts.set(subject, { email: user.email, amr: ['pwd', 'otp'] })
    const { browser } = await signInAt(api, one, subject)
    expect((await userOf(browser)).id).toBe(user.id)
    const session = await api.db.session.findFirstOrThrow({ where: { userId: user.id, identityId: { not: null } } })
    expect(session.methods).toEqual(['fed', 'mfa'])
  })

  it('asks for it if the account was linked before, also where the provider asked for two: a thief may have linked it', async () => {
    const { user, subject } = await linkedUser(api, one)
    api.clock.advance(60_000)
    const { caller } = await signInConfirmed(api, user)
    await addApp(api, caller, 'Phone')
    one.accounts.set(subject, { email: user.email, amr: ['pwd', 'otp'] })
    const { browser, location } = await signInAt(api, one, subject)
    expect((await takePending(browser, location)).accepted.methods).toContain('totp')
  })

  it('asks for it too if that factor is added while the sign-in waits for the account', async () => {
    const { user, subject } = await linkedUser(api, one)
    api.clock.advance(60_000)
    const { caller } = await signInConfirmed(api, user)
    const { id, secret } = (await api.call(addTotp, { name: 'Phone' }, caller)).data
    one.accounts.set(subject, { email: user.email, amr: ['pwd', 'otp'] })
    const browser = openBrowser(api)
    const callback = await goTo(browser, one, subject)
    const both = await api.db.$transaction(async tx => {
      await tx.$queryRaw`select 1 as x from users where id = ${user.id}::uuid for update`
      const adding = api.call(activateTotp, { id, code: codeOf(api, secret) }, caller)
      await waiting(api.db, 1)
      const arriving = browser.arrive(callback)
      await waiting(api.db, 2)
      // Postgres grants the row in the order in which they came.
      return { adding, arriving }
    })
    expect((await both.adding).status).toBe(200)
    const { location } = await both.arriving
    expect((await takePending(browser, location)).accepted.methods).toContain('totp')
    expect(await isSignedIn(browser)).toBe(false)
  })

  it('makes one account of two tabs that finish at once', async () => {
    const ada = addAccount(one)
    const browser = openBrowser(api)
    const callbacks = [await goTo(browser, one, ada.subject), await goTo(browser, one, ada.subject)]
    const landed = await Promise.all(callbacks.map(url => browser.arrive(url)))
    expect(landed.map(({ location }) => location.pathname)).toEqual(['/', '/'])
    expect(await api.db.user.count({ where: { email: ada.email } })).toBe(1)
    expect(await isSignedIn(browser)).toBe(true)
  })

  it('never makes two accounts where a sign-up by mail finishes at the same time', async () => {
    const ada = addAccount(one)
    const asked = await api.call(
      signUp,
      { email: ada.email, password: 'seven lanterns under a bridge' },
      { sameOrigin: true },
    )
    const mailed = openBrowser(api)
    mailed.keep(asked.response)
    const code = codeIn(mailTo(await api.deliver(), ada.email))
    const browser = openBrowser(api)
    const url = await goTo(browser, one, ada.subject)
    const [proven, { location }] = await Promise.all([mailed.call(verify, { code }), browser.arrive(url)])
    expect(await api.db.user.count({ where: { email: ada.email } })).toBe(1)
    // One of them made the account. The other is refused, or has to prove it.
    if (proven.status === 200) expect(location.searchParams.get('pending')).not.toBeNull()
    else expect(await isSignedIn(browser)).toBe(true)
  })
})

describe('an address at a provider', () => {
  it('opens no account, though it is verified there (nOAuth)', async () => {
    const user = await api.createUser()
    const thief = addAccount(one, { email: user.email })
    const { browser, location } = await signInAt(api, one, thief.subject)
    expect(await isSignedIn(browser)).toBe(false)
    const step = (await takePending(browser, location)).data
    expect(step).toMatchObject({ email: user.email, methods: ['password', 'code'] })
    expect(await api.db.identity.count({ where: { userId: user.id } })).toBe(0)
  })

  it('opens no account that the same address at another issuer signs in to (CVE-2023-3128)', async () => {
    const ada = addAccount(one)
    const { browser } = await signInAt(api, one, ada.subject)
    const { id } = await userOf(browser)
    const same = addAccount(two, { email: ada.email })
    two.accounts.set(ada.subject, { email: ada.email, email_verified: true })
    for (const subject of [same.subject, ada.subject]) {
      const other = await signInAt(api, two, subject, { id: 'two' })
      expect(await isSignedIn(other.browser)).toBe(false)
      expect(other.location.searchParams.get('pending')).not.toBeNull()
    }
    expect(await api.db.identity.count({ where: { userId: id } })).toBe(1)
  })

  it('that was registered again there, by another person, opens no account', async () => {
    const ada = addAccount(one)
    await signInAt(api, one, ada.subject)
    one.accounts.delete(ada.subject)
    const next = addAccount(one, { email: ada.email })
    const { browser, location } = await signInAt(api, one, next.subject)
    expect(await isSignedIn(browser)).toBe(false)
    expect((await takePending(browser, location)).data.methods).toEqual(['code'])
  })

  it('counts in any case, and is another one with letters that only look alike', async () => {
    const user = await api.createUser()
    const upper = addAccount(one, { email: user.email.toUpperCase() })
    const same = await signInAt(api, one, upper.subject)
    expect((await takePending(same.browser, same.location)).data.email).toBe(user.email)

    const lookalike = addAccount(one, { email: user.email.replace('example.com', 'ехample.com') })
    const { browser } = await signInAt(api, one, lookalike.subject)
    const made = await userOf(browser)
    expect(made.id).not.toBe(user.id)
    expect(made.email).toMatch(/@xn--/)
    const local = addAccount(one, { email: `а${user.email}` })
    expect(problemAt((await signInAt(api, one, local.subject)).location)).toBe('no_address')
  })

  it('is needed to sign up', async () => {
    const nameless = addAccount(one, { email: '' })
    const { browser, location } = await signInAt(api, one, nameless.subject)
    expect(problemAt(location)).toBe('no_address')
    expect(await isSignedIn(browser)).toBe(false)
  })

  it('ends the sign-up that a stranger left unfinished, with its password (pre-hijacking)', async () => {
    const ada = addAccount(one)
    const stranger = openBrowser(api)
    const password = 'a password of a stranger'
    stranger.keep((await api.call(signUp, { email: ada.email, password }, { sameOrigin: true })).response)
    const code = codeIn(mailTo(await api.deliver(), ada.email))
    const { browser } = await signInAt(api, one, ada.subject)
    expect(await isSignedIn(browser)).toBe(true)
    // Also once the account has another address.
    await api.db.user.update({ where: { email: ada.email }, data: { email: `moved-${ada.email}` } })
    expect((await stranger.call(verify, { code })).problem.code).toBe('invalid_code')
    expect(await api.db.user.count({ where: { email: ada.email } })).toBe(0)
  })

  it('that a former owner may reclaim makes no account', async () => {
    const ada = addAccount(one)
    const user = await api.createUser(ada.email)
    await withAccount(api, user.id, async account => {
      const reclaim = { address: ada.email, lifetimeMs: 1e9, payload: { restores: true, notice: 'email_changed' } }
      await openChallenge(account, 'not_me', reclaim)
    })
    await api.db.user.update({ where: { id: user.id }, data: { email: `moved-${ada.email}` } })
    const { browser, location } = await signInAt(api, one, ada.subject)
    expect(problemAt(location)).toBe('refused')
    expect(await isSignedIn(browser)).toBe(false)
    await api.deliver()
  })
})

describe('a disabled or deleted account', () => {
  it.each([
    ['disabled', disableUser],
    ['deleted', (account: LockedAccount) => closeAccount(account, 'account_deleted')],
  ] as const)('that is %s is not signed in to, and linked to nothing', async (_, end) => {
    const known = await linkedUser(api, one)
    const other = await api.createUser()
    for (const { id } of [known.user, other]) await withAccount(api, id, async account => void (await end(account)))
    const unknown = addAccount(one, { email: other.email })
    for (const subject of [known.subject, unknown.subject]) {
      const { browser, location } = await signInAt(api, one, subject)
      expect(problemAt(location)).toBe('refused')
      expect(await isSignedIn(browser)).toBe(false)
    }
    expect(await api.db.identity.count({ where: { userId: other.id } })).toBe(0)
    const refused = await api.db.auditEvent.count({ where: { kind: 'identity_refused', userId: known.user.id } })
    expect(refused).toBe(1)
    await api.deliver()
  })
})
