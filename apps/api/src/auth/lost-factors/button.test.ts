import { changeEmail, confirmEmail, deleteUser } from '@latchkey/contracts/auth/account'
import { makeRecoveryCodes, removeFactor } from '@latchkey/contracts/auth/factors'
import { askForFactorReset } from '@latchkey/contracts/auth/lost-factors'
import { keepAccount, notMe, resetPassword } from '@latchkey/contracts/auth/recovery'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { pages } from '@latchkey/contracts/pages'
import { describe, expect, it } from 'vitest'
import type { Caller } from '../../../testing/call-endpoint.ts'
import { signInConfirmed } from '../../../testing/confirmed.ts'
import { mailTo, secretIn } from '../../../testing/mails.ts'
import { days, minutes } from '../../../testing/movable-clock.ts'
import { confirmByPasskey, enrol, makeAuthenticator, signInBy } from '../../../testing/passkeys.ts'
import { testApi } from '../../../testing/test.ts'
import { addApp, beginSignIn, createUserWithApp, finishSignIn } from '../../../testing/totp.ts'
import { continueResets } from './jobs.ts'

const api = await testApi()
type User = { id: string; email: string; password: string }

const kinds = async (userId: string) =>
  (await api.db.auditEvent.findMany({ where: { userId }, orderBy: { id: 'asc' } })).map(({ kind }) => kind)
const appsOf = async (userId: string) =>
  (await api.db.totpApp.findMany({ where: { userId }, orderBy: { createdAt: 'asc' } })).map(({ name }) => name)
const passkeysOf = (userId: string) => api.db.passkey.count({ where: { userId } })
const waits = async (userId: string) =>
  (await api.db.challenge.count({ where: { userId, purpose: 'factor_reset', usedAt: null } })) === 1

/** Confirms by signing in again: that leaves a session with a fresh confirmation. */
async function confirmedByApp(user: User, secret: string): Promise<Caller> {
  const { caller, session } = await finishSignIn(api, secret, await beginSignIn(api, user))
  await api.db.session.update({ where: { id: session.id }, data: { confirmedAt: api.clock.now() } })
  await api.deliver()
  return caller
}

async function press(email: string, subject: RegExp, endpoint: typeof notMe | typeof keepAccount = notMe) {
  const page = endpoint === notMe ? pages.notMe : pages.keepAccount
  const token = secretIn(mailTo(await api.deliver(), email, subject), page)
  expect((await api.call(endpoint, { token })).status).toBe(204)
}

/** Chooses a new password by the mail after a press. */
async function reset(user: User): Promise<User> {
  const mails = await api.deliver()
  const token = secretIn(mailTo(mails, user.email, /choose a new password|new password/i), pages.reset)
  const password = 'a password that no thief knows'
  expect((await api.call(resetPassword, { token, password })).status).toBe(204)
  await api.deliver()
  return { ...user, password }
}

describe('a thief with a confirmed session who adds a passkey, and then causes a later mail', () => {
  it.each([
    ['new recovery codes', /new recovery codes/, (caller: Caller) => api.call(makeRecoveryCodes, {}, caller)],
    [
      'the removal of the owner’s app',
      /was removed/,
      (caller: Caller, id: string) => api.call(removeFactor, { id }, caller),
    ],
  ] as const)('loses it by the button of that mail: %s', async (_, subject, cause) => {
    const owner = await createUserWithApp(api)
    api.clock.advance(days(30))
    const confirmed = await confirmedByApp(owner.user, owner.secret)
    const stolen = await enrol(api, confirmed)
    api.clock.advance(minutes(1))
    expect((await cause(stolen.caller, owner.id)).status).toBeLessThan(300)
    await press(owner.user.email, subject)
    expect(await passkeysOf(owner.user.id)).toBe(0)
    expect((await api.call(currentSession, {}, stolen.caller)).problem.reason).toBe('not_me')
    expect((await signInBy(api, stolen.authenticator)).status).toBe(401)
    await reset(owner.user)
    expect(await waits(owner.user.id)).toBe(false)
  })

  it('loses it too if they delete the account, and the owner keeps it', async () => {
    const owner = await createUserWithApp(api)
    api.clock.advance(days(30))
    const stolen = await enrol(api, await confirmedByApp(owner.user, owner.secret))
    api.clock.advance(minutes(1))
    expect((await api.call(deleteUser, {}, stolen.caller)).status).toBeLessThan(300)
    await press(owner.user.email, /delete/i, keepAccount)
    expect((await signInBy(api, stolen.authenticator)).status).toBe(401)
    const again = await reset(owner.user)
    expect(await appsOf(owner.user.id)).toEqual(['Phone'])
    expect((await api.call(signIn, again)).status).toBe(202)
  })

  it('loses it too if the owner has moved to another address meanwhile, and presses there', async () => {
    const owner = await createUserWithApp(api)
    api.clock.advance(days(30))
    const stolen = await enrol(api, await confirmedByApp(owner.user, owner.secret))
    mailTo(await api.deliver(), owner.user.email, /was added/)
    api.clock.advance(days(1))
    const email = `new-${owner.user.email}`
    const own = await confirmedByApp(owner.user, owner.secret)
    await api.call(changeEmail, { email }, own)
    await api.call(confirmEmail, { token: secretIn(mailTo(await api.deliver(), email), pages.confirmEmail) }, own)
    await api.deliver()
    const again = { token: (await signInBy(api, stolen.authenticator)).data.token ?? '' }
    const confirmed = await confirmByPasskey(api, again, stolen.authenticator)
    expect((await api.call(removeFactor, { id: owner.id }, confirmed)).status).toBe(204)
    await press(email, /was removed/)
    expect(await passkeysOf(owner.user.id)).toBe(0)
    expect((await signInBy(api, stolen.authenticator)).problem.reason).toBe('unknown_passkey')
    expect((await api.call(signIn, await reset({ ...owner.user, email }))).status).toBe(200)
  })

  it('loses recovery codes too that they made before another mail', async () => {
    const owner = await createUserWithApp(api)
    api.clock.advance(days(30))
    const confirmed = await confirmedByApp(owner.user, owner.secret)
    await api.call(makeRecoveryCodes, {}, confirmed)
    api.clock.advance(minutes(1))
    await addApp(api, confirmed, 'Thief')
    await press(owner.user.email, /was added/)
    expect(await appsOf(owner.user.id)).toEqual(['Phone'])
    expect(await api.db.recoveryCode.count({ where: { userId: owner.user.id } })).toBe(0)
    await api.deliver()
  })
})

describe('a thief with a stolen password, whose passkey is the only factor', () => {
  it.each([
    ['that announced it', /was added/],
    ['that came later', /new recovery codes/],
  ] as const)('loses it by the button of the mail %s, read days later', async (_, subject) => {
    const user = await api.createUser()
    const stolen = await enrol(api, (await signInConfirmed(api, user)).caller)
    await api.call(makeRecoveryCodes, {}, stolen.caller)
    const token = secretIn(mailTo(await api.deliver(), user.email, subject), pages.notMe)
    api.clock.advance(days(3))
    expect((await signInBy(api, stolen.authenticator)).status).toBe(200)
    expect((await api.call(notMe, { token })).status).toBe(204)
    expect((await signInBy(api, stolen.authenticator)).status).toBe(401)
    expect((await api.call(signIn, await reset(user))).status).toBe(200)
  })
})

describe('a reader of the mailbox', () => {
  /** An owner with a first factor, its mail, and how old both are. */
  async function anOwner(age: number) {
    const owner = await createUserWithApp(api)
    const mail = mailTo(await api.deliver(), owner.user.email, /was added/)
    api.clock.advance(age)
    return { ...owner, token: secretIn(mail, pages.notMe) }
  }

  it('takes back a first factor at once within a week: it may be a thief’s', async () => {
    const { user, token } = await anOwner(days(7) - minutes(1))
    expect((await api.call(notMe, { token })).status).toBe(204)
    expect(await appsOf(user.id)).toEqual([])
    expect((await api.call(signIn, await reset(user))).status).toBe(200)
  })

  it('has to wait once it is a week old: only the request begins, which the factor cancels', async () => {
    const { user, secret, recoveryCodes, token } = await anOwner(days(7))
    const { caller } = await finishSignIn(api, secret, await beginSignIn(api, user))
    await api.deliver()
    expect((await api.call(notMe, { token })).status).toBe(204)
    expect((await api.call(currentSession, {}, caller)).problem.reason).toBe('not_me')
    expect((await api.call(signIn, user)).problem.code).toBe('invalid_credentials')
    expect(await appsOf(user.id)).toEqual(['Phone'])
    expect(await api.db.recoveryCode.count({ where: { userId: user.id } })).toBe(recoveryCodes.length)
    expect(await waits(user.id)).toBe(true)
    const again = await reset(user)
    expect((await api.call(signIn, again)).status).toBe(202)
    await finishSignIn(api, secret, await beginSignIn(api, again))
    expect(await waits(user.id)).toBe(false)
    expect(await kinds(user.id)).toEqual(expect.arrayContaining(['factor_reset_asked', 'factor_reset_cancelled']))
    await api.deliver()
  })

  it('gets the account back after the wait, if no one proves the factor', async () => {
    const { user, token } = await anOwner(days(8))
    await api.call(notMe, { token })
    const again = await reset(user)
    api.clock.advance(days(7))
    await continueResets(api.deps)
    expect((await api.call(signIn, again)).status).toBe(200)
    await api.deliver()
  })

  it('keeps the first factor only: what was added later goes at once, however old it is', async () => {
    const user = await api.createUser()
    const first = await addApp(api, (await signInConfirmed(api, user)).caller)
    api.clock.advance(days(8))
    const stolen = await enrol(api, await confirmedByApp(user, first.secret), makeAuthenticator(), 'Thief')
    const token = secretIn(mailTo(await api.deliver(), user.email, /was added/), pages.notMe)
    api.clock.advance(days(2))
    expect((await api.call(notMe, { token })).status).toBe(204)
    expect(await passkeysOf(user.id)).toBe(0)
    expect((await signInBy(api, stolen.authenticator)).status).toBe(401)
    expect(await appsOf(user.id)).toEqual(['Phone'])
    await api.deliver()
  })

  it('who cancels a request by “this wasn’t me” leaves a record of that', async () => {
    const { user, secret } = await createUserWithApp(api)
    await api.deliver()
    api.clock.advance(days(30))
    await confirmedByApp(user, secret)
    await api.call(askForFactorReset, { challenge: (await beginSignIn(api, user)).challenge })
    await press(user.email, /will be removed/)
    expect(await waits(user.id)).toBe(false)
    expect(await kinds(user.id)).toContain('factor_reset_cancelled')
    await api.deliver()
  })
})

describe('a request for the removal of all factors', () => {
  it('asks an owner in a trusted browser for the factor, which cancels it', async () => {
    const { user, secret } = await createUserWithApp(api)
    const first = await beginSignIn(api, user, { delivery: 'cookie' })
    const { caller } = await finishSignIn(api, secret, first, { trustBrowser: true })
    const inBrowser = { delivery: 'cookie' } as const
    expect((await api.call(signIn, { ...user, ...inBrowser }, caller)).status).toBe(200)
    await api.call(askForFactorReset, { challenge: (await beginSignIn(api, user)).challenge })
    const again = await beginSignIn(api, user, inBrowser, caller)
    expect(again.challenge).toBeTruthy()
    await finishSignIn(api, secret, again)
    expect(await waits(user.id)).toBe(false)
    await api.deliver()
  })
})
