import { linkIdentity as askForLink, identities, unlinkIdentity } from '@latchkey/contracts/auth/identities'
import { proveFactor } from '@latchkey/contracts/auth/second-step'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { beforeEach, describe, expect, it } from 'vitest'
import { withAccount } from '../../../testing/account.ts'
import { type Browser, openBrowser } from '../../../testing/browser.ts'
import { signInConfirmed } from '../../../testing/confirmed.ts'
import { mailTo, wordsOf } from '../../../testing/mails.ts'
import { replicaOf } from '../../../testing/test.ts'
import { codeOf, createUserWithApp } from '../../../testing/totp.ts'
import { addAccount, apiWithProviders, linkedUser, signInAt, takePending } from '../../../testing/with-provider.ts'
import { linkIdentity } from './identity.ts'

const { api, one } = await apiWithProviders({ environment: { OIDC_ONE_LABEL: 'One' } })
beforeEach(() => api.deliver())

const problemAt = (location: URL) => location.searchParams.get('problem')
const endOf = async (browser: Browser) => (await browser.call(currentSession, {})).problem.reason

/** A browser whose session was just confirmed. */
async function confirmedBrowser(given?: { id: string; email: string; password: string }) {
  const user = given ?? (await api.createUser())
  const { caller } = await signInConfirmed(api, user, { delivery: 'cookie' })
  return { user, browser: openBrowser(api, caller) }
}

/** Asks for a link, and lets the person sign in at the provider. Returns where that sends the browser. */
async function askToLink(browser: Browser, subject: string, path = '/security'): Promise<URL> {
  const { data } = await browser.call(askForLink, { id: 'one', return: path })
  expect(new URL(data.url).searchParams.get('prompt')).toBe('login')
  return one.signIn(data.url, subject)
}

describe('linking in the settings', () => {
  it('adds a way to sign in, records and mails it, and leaves other sessions alone', async () => {
    const { user, browser } = await confirmedBrowser()
    const other = await api.signIn(user)
    const ada = addAccount(one)
    const { location, response } = await browser.arrive(await askToLink(browser, ada.subject, '/security?tab=1'))
    expect([response.statusCode, location.pathname + location.search]).toEqual([303, '/security?tab=1'])
    expect((await browser.call(identities, {})).data).toEqual([
      {
        ...{ id: expect.any(String), provider: 'one', label: 'One', mark: 'other', email: ada.email, usable: true },
        ...{ createdAt: expect.any(String), lastUsedAt: expect.any(String) },
      },
    ])
    expect(wordsOf(mailTo(await api.deliver(), user.email, /another account/))).toContain("This wasn't me")
    expect(await api.db.auditEvent.count({ where: { userId: user.id, kind: 'identity_added' } })).toBe(1)
    expect((await api.call(currentSession, {}, other.caller)).status).toBe(200)
    const signedIn = await signInAt(api, one, ada.subject)
    expect((await signedIn.browser.call(currentSession, {})).data.user.id).toBe(user.id)
  })

  it('needs a confirmed session of a browser', async () => {
    const user = await api.createUser()
    const { caller } = await api.signIn(user, { delivery: 'cookie' })
    expect((await api.call(askForLink, { id: 'one' }, caller)).problem.code).toBe('confirmation_required')
    const client = await signInConfirmed(api, user)
    expect((await api.call(askForLink, { id: 'one' }, client.caller)).problem.code).toBe('cross_origin')
  })

  it('again changes nothing', async () => {
    const { user, subject } = await linkedUser(api, one)
    const { browser } = await confirmedBrowser(user)
    expect(problemAt((await browser.arrive(await askToLink(browser, subject))).location)).toBeNull()
    expect((await browser.call(identities, {})).data).toHaveLength(1)
    expect(await api.deliver()).toEqual([])
  })

  it('refuses what somebody else has, and says nothing of them', async () => {
    const { user: owner, subject } = await linkedUser(api, one)
    const { user, browser } = await confirmedBrowser()
    const { location } = await browser.arrive(await askToLink(browser, subject))
    expect(location.pathname + location.search).toBe('/security?with=one&problem=taken')
    expect((await browser.call(identities, {})).data).toEqual([])
    expect(await api.db.identity.count({ where: { userId: owner.id } })).toBe(1)
    expect((await api.deliver()).filter(({ to }) => to === owner.email)).toEqual([])
    expect(await api.db.auditEvent.count({ where: { userId: user.id, kind: 'identity_refused' } })).toBe(1)
  })

  it('counts in the session that asked, and in no later one', async () => {
    const { user, browser } = await confirmedBrowser()
    const url = await askToLink(browser, addAccount(one).subject)
    const stranger = await api.createUser()
    browser.keep((await api.call(signIn, { ...stranger, delivery: 'cookie' }, browser.caller())).response)
    expect(problemAt((await browser.arrive(url)).location)).toBe('expired')

    const signedOut = await confirmedBrowser(user)
    const late = await askToLink(signedOut.browser, addAccount(one).subject)
    await api.db.session.updateMany({ where: { userId: user.id }, data: { revokedAt: api.clock.now() } })
    expect(problemAt((await signedOut.browser.arrive(late)).location)).toBe('expired')

    const empty = await confirmedBrowser(user)
    const without = await askToLink(empty.browser, addAccount(one).subject)
    empty.browser.forget('latchkey')
    expect(problemAt((await empty.browser.arrive(without)).location)).toBe('expired')
    expect(await api.db.identity.count({ where: { userId: { in: [user.id, stranger.id] } } })).toBe(0)
  })

  it('allows ten', async () => {
    const { user, browser } = await confirmedBrowser()
    for (let count = 0; count < 10; count++) await linkedUser(api, one, user)
    expect((await browser.call(askForLink, { id: 'one' })).problem.code).toBe('too_many_factors')
  })
})

describe('unlinking', () => {
  it('ends the sessions that it began, but for this one, and no other', async () => {
    const { user, subject } = await linkedUser(api, one)
    const begun = await signInAt(api, one, subject)
    const byPassword = await api.signIn(user)
    const { browser } = await confirmedBrowser(user)
    const [identity] = (await browser.call(identities, {})).data
    await api.deliver()
    expect((await browser.call(unlinkIdentity, { id: identity?.id ?? '' })).status).toBe(204)
    expect(await endOf(begun.browser)).toBe('identity_removed')
    expect((await api.call(currentSession, {}, byPassword.caller)).status).toBe(200)
    expect((await browser.call(currentSession, {})).status).toBe(200)
    expect(wordsOf(mailTo(await api.deliver(), user.email, /unlinked/))).toContain("This wasn't me")
    expect(await api.db.auditEvent.count({ where: { userId: user.id, kind: 'identity_removed' } })).toBe(1)
  })

  it('needs a confirmed session, of the person who has it', async () => {
    const { user } = await linkedUser(api, one)
    const own = openBrowser(api, (await api.signIn(user, { delivery: 'cookie' })).caller)
    const [identity] = (await own.call(identities, {})).data
    const id = identity?.id ?? ''
    expect((await own.call(unlinkIdentity, { id })).problem.code).toBe('confirmation_required')
    const stranger = await confirmedBrowser()
    expect((await stranger.browser.call(unlinkIdentity, { id })).problem.code).toBe('not_found')
    expect(await api.db.identity.count({ where: { userId: user.id } })).toBe(1)
  })

  it('never removes the last way in; a disabled provider is none', async () => {
    const { user, subject } = await linkedUser(api, one)
    const { browser } = await confirmedBrowser(user)
    const [first] = (await browser.call(identities, {})).data
    await api.db.password.deleteMany({ where: { userId: user.id } })
    expect((await browser.call(unlinkIdentity, { id: first?.id ?? '' })).problem.code).toBe('last_factor')
    expect((await signInAt(api, one, subject)).location.pathname).toBe('/')

    await api.db.identity.create({
      data: {
        userId: user.id,
        provider: 'gone',
        issuer: 'https://gone.example',
        subject: 'x',
        createdAt: api.clock.now(),
      },
    })
    const gone = (await browser.call(identities, {})).data.find(({ provider }) => provider === 'gone')
    expect(gone).toMatchObject({ usable: false, label: 'gone', mark: 'other' })
    expect((await browser.call(unlinkIdentity, { id: first?.id ?? '' })).problem.code).toBe('last_factor')
    expect((await browser.call(unlinkIdentity, { id: gone?.id ?? '' })).status).toBe(204)
    const server = await replicaOf(api, { environment: { ...one.environment('ONE'), OIDC_ONE_DISABLED: 'true' } })
    const shown = (await server.call(identities, {}, browser.caller())).data
    expect(shown).toMatchObject([{ usable: false, provider: 'one', label: 'One' }])
  })

  it('counts no private account at Microsoft where only organisations may sign in, and a GitHub of one’s own in any spelling', async () => {
    const user = await api.createUser()
    const { browser } = await confirmedBrowser(user)
    const tenant = (id: string) => `https://login.microsoftonline.com/${id}/v2.0`
    const issuers = [
      tenant('72f988bf-86f1-41af-91ab-2d7cd011db47'),
      tenant('9188040d-6c67-4c5b-b112-36a304b66dad'),
      'https://github.example.com',
    ]
    for (const issuer of issuers) {
      await withAccount(api, user.id, account =>
        linkIdentity(account, { provider: 'x', issuer, subject: user.id, email: null }),
      )
      // They are listed in the order of their times.
      api.clock.advance(1_000)
    }
    await api.deliver()
    const credentials = (name: string) => ({ [`OIDC_${name}_CLIENT_ID`]: 'x', [`OIDC_${name}_CLIENT_SECRET`]: 'x' })
    const server = await replicaOf(api, {
      environment: {
        ...credentials('MICROSOFT'),
        OIDC_MICROSOFT_ISSUER: tenant('organizations'),
        ...credentials('GITHUB'),
        OIDC_GITHUB_ISSUER: 'https://GitHub.example.com/',
      },
    })
    const shown = (await server.call(identities, {}, browser.caller())).data
    expect(shown.map(({ usable }) => usable)).toEqual([true, false, true])
  })

  it('and linking it to another account brings nothing back', async () => {
    const { user, subject } = await linkedUser(api, one)
    const begun = await signInAt(api, one, subject)
    const { browser } = await confirmedBrowser(user)
    const [identity] = (await browser.call(identities, {})).data
    await browser.call(unlinkIdentity, { id: identity?.id ?? '' })
    const next = await confirmedBrowser()
    await next.browser.arrive(await askToLink(next.browser, subject))
    expect((await next.browser.call(identities, {})).data).toHaveLength(1)
    expect(await endOf(begun.browser)).toBe('identity_removed')
    const again = await signInAt(api, one, subject)
    expect((await again.browser.call(currentSession, {})).data.user.id).toBe(next.user.id)
    const sessions = await api.db.session.findMany({ where: { identity: { userId: next.user.id } } })
    expect(sessions.every(({ userId }) => userId === next.user.id)).toBe(true)
  })

  it('ends a sign-in that waits for the second factor, and does not link it again', async () => {
    const { user, secret, caller } = await createUserWithApp(api, { delivery: 'cookie' })
    const { subject } = await linkedUser(api, one, user)
    const { browser, location } = await signInAt(api, one, subject)
    const { challenge } = (await takePending(browser, location)).accepted
    const own = openBrowser(api, caller)
    const [identity] = (await own.call(identities, {})).data
    expect((await own.call(unlinkIdentity, { id: identity?.id ?? '' })).status).toBe(204)
    const late = await browser.call(proveFactor, { challenge, method: 'totp', code: codeOf(api, secret) })
    expect(late.problem.code).toBe('invalid_challenge')
    expect(await api.db.identity.count({ where: { userId: user.id } })).toBe(0)
  })
})
