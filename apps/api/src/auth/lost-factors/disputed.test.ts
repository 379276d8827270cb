import { changeEmail, confirmEmail } from '@latchkey/contracts/auth/account'
import { askForCode, signInWithCode } from '@latchkey/contracts/auth/email-codes'
import { askForFactorReset, cancelFactorReset, keepFactors } from '@latchkey/contracts/auth/lost-factors'
import { signInWithPasskey } from '@latchkey/contracts/auth/passkeys'
import { notMe, resetPassword } from '@latchkey/contracts/auth/recovery'
import { factorOptions, proveFactor } from '@latchkey/contracts/auth/second-step'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { pages } from '@latchkey/contracts/pages'
import { describe, expect, it } from 'vitest'
import { withAccount } from '../../../testing/account.ts'
import { signInConfirmed } from '../../../testing/confirmed.ts'
import { codeIn, mailTo, secretIn, wordsOf } from '../../../testing/mails.ts'
import { days } from '../../../testing/movable-clock.ts'
import {
  type Authenticator,
  askForPasskey,
  assert,
  createUserWithPasskey,
  enrol,
  signInBy,
} from '../../../testing/passkeys.ts'
import { testApi } from '../../../testing/test.ts'
import { beginSignIn, createUserWithApp, finishSignIn } from '../../../testing/totp.ts'
import { disableUser, enableUser, resetFactors } from '../admin/service.ts'
import { openChallenge } from '../challenges/service.ts'
import { continueResets } from './jobs.ts'

const api = await testApi()
type User = { id: string; email: string; password: string }

const waiting = (userId: string) =>
  api.db.challenge.findFirst({ where: { userId, purpose: 'factor_reset', usedAt: null } })
const passkeysOf = (userId: string) => api.db.passkey.count({ where: { userId } })
const password = 'a password that no thief knows'

async function reset(user: User): Promise<User> {
  const token = secretIn(mailTo(await api.deliver(), user.email, /password/i), pages.reset)
  expect((await api.call(resetPassword, { token, password })).status).toBe(204)
  await api.deliver()
  return { ...user, password }
}

/** Finishes a sign-in that waits for a factor with a passkey. */
async function finishBy(authenticator: Authenticator, challenge: string) {
  const { options } = (await api.call(factorOptions, { challenge })).data
  const credential = assert(authenticator, options)
  return api.call(proveFactor, { challenge, method: 'passkey', credential })
}

/** A person whose only factor, a passkey, is eight days old, and the button of the mail about it. */
async function withSettledPasskey() {
  const user = await api.createUser()
  const { authenticator, recoveryCodes } = await enrol(api, (await signInConfirmed(api, user)).caller)
  const token = secretIn(mailTo(await api.deliver(), user.email, /was added/), pages.notMe)
  api.clock.advance(days(8))
  return { user, authenticator, recoveryCodes, token }
}

describe('a thief’s passkey that is the only factor and a week old', () => {
  it('goes after “This wasn’t me” and the wait: alone it neither signs in nor ends the wait', async () => {
    const { user, authenticator, token } = await withSettledPasskey()
    expect((await signInBy(api, authenticator)).status).toBe(200)
    await api.deliver()
    expect((await api.call(notMe, { token })).status).toBe(204)
    const owner = await reset(user)
    for (const after of [0, 3, 6]) {
      const { status, problem } = await signInBy(api, authenticator)
      expect([status, problem.code, problem.reason]).toEqual([401, 'invalid_factor', 'disputed'])
      expect(problem.detail).toMatch(/Forgot password/)
      expect(await waiting(user.id)).not.toBeNull()
      if (after < 6) api.clock.advance(days(3))
      await continueResets(api.deps)
    }
    api.clock.advance(days(1))
    await continueResets(api.deps)
    expect(await passkeysOf(user.id)).toBe(0)
    expect((await signInBy(api, authenticator)).problem.reason).toBe('unknown_passkey')
    expect((await api.call(signIn, owner)).status).toBe(200)
    await api.deliver()
  })

  it('is refused with its challenge used up, and nothing else', async () => {
    const { user, authenticator, recoveryCodes, token } = await withSettledPasskey()
    await api.call(notMe, { token })
    const sessions = await api.db.session.count({ where: { userId: user.id } })
    const { challenge, options } = await askForPasskey(api)
    const credential = assert(authenticator, options)
    expect((await api.call(signInWithPasskey, { challenge, credential })).problem.reason).toBe('disputed')
    expect((await api.call(signInWithPasskey, { challenge, credential })).problem.code).toBe('invalid_challenge')
    expect(await api.db.recoveryCode.count({ where: { userId: user.id, usedAt: null } })).toBe(recoveryCodes.length)
    expect(await api.db.session.count({ where: { userId: user.id } })).toBe(sessions)
    await api.deliver()
  })

  it('stays doomed if the owner presses the button of a later mail that the thief can cause', async () => {
    const { user, authenticator, token } = await withSettledPasskey()
    await api.call(notMe, { token })
    const day = (await waiting(user.id))?.expiresAt
    await reset(user)
    // The passkey begins with a higher counter than the thief's copy has.
    await api.db.passkey.updateMany({ where: { userId: user.id }, data: { counter: 1_000n } })
    await signInBy(api, authenticator)
    api.clock.advance(days(1))
    const later = secretIn(mailTo(await api.deliver(), user.email, /passkey/i), pages.notMe)
    expect((await api.call(notMe, { token: later })).status).toBe(204)
    await api.deliver()
    expect((await waiting(user.id))?.expiresAt).toEqual(day)
    expect((await signInBy(api, authenticator)).problem.reason).toBe('disputed')
  })
})

describe('a wait for factors that are gone already', () => {
  it('ends with them, so it does not take what the owner adds later', async () => {
    const user = await api.createUser()
    await enrol(api, (await signInConfirmed(api, user)).caller)
    const token = secretIn(mailTo(await api.deliver(), user.email, /was added/), pages.notMe)
    api.clock.advance(days(3))
    await resetFactors(api.deps, user.email)
    await api.deliver()
    expect((await api.call(notMe, { token })).status).toBe(204)
    expect(await waiting(user.id)).toBeNull()
    const owner = await reset(user)
    const { authenticator } = await enrol(api, (await signInConfirmed(api, owner)).caller)
    expect((await signInBy(api, authenticator)).status).toBe(200)
    api.clock.advance(days(8))
    await continueResets(api.deps)
    expect(await passkeysOf(user.id)).toBe(1)
    await api.deliver()
  })
})

describe('a press of “This wasn’t me”', () => {
  it('begins a wait of its own where a thief’s request waits already, and says so by mail', async () => {
    const { user, token } = await withSettledPasskey()
    await api.call(askForFactorReset, { challenge: (await beginSignIn(api, user)).challenge })
    await api.deliver()
    api.clock.advance(days(5))
    await api.call(notMe, { token })
    mailTo(await api.deliver(), user.email, /will be removed in 7 days/)
    api.clock.advance(days(6))
    await continueResets(api.deps)
    expect(await passkeysOf(user.id)).toBe(1)
    await api.deliver()
  })

  it('begins none for a disabled person, who could not object', async () => {
    const { user, token } = await withSettledPasskey()
    await disableUser(api.deps, user.email)
    expect((await api.call(notMe, { token })).status).toBe(204)
    expect(await waiting(user.id)).toBeNull()
    expect(await passkeysOf(user.id)).toBe(1)
    await api.deliver()
  })

  it('counts no app as the first factor whose key is lost', async () => {
    const { user, token } = await withSettledPasskey()
    const active = { activatedAt: new Date(api.clock.now().getTime() - days(9)), createdAt: api.clock.now() }
    const secret = Buffer.from('no key opens this')
    await api.db.totpApp.create({ data: { userId: user.id, name: 'Lost', secret, ...active } })
    expect((await api.call(notMe, { token })).status).toBe(204)
    expect(await passkeysOf(user.id)).toBe(1)
    await api.deliver()
  })
})

describe('an owner whose passkey somebody disputes', () => {
  it('ends the wait by a new password and the passkey', async () => {
    const { user, authenticator, token } = await withSettledPasskey()
    await api.call(notMe, { token })
    const owner = await reset(user)
    const { challenge } = await beginSignIn(api, owner)
    expect((await finishBy(authenticator, challenge)).status).toBe(200)
    expect(await waiting(user.id)).toBeNull()
    expect((await signInBy(api, authenticator)).status).toBe(200)
    await api.deliver()
  })

  it('ends it by a mailed code and the passkey', async () => {
    const { user, authenticator, token } = await withSettledPasskey()
    await api.call(notMe, { token })
    await api.deliver()
    const { challenge } = (await api.call(askForCode, { email: user.email })).accepted
    const code = codeIn(mailTo(await api.deliver(), user.email, /sign-in code/))
    const unfinished = (await api.call(signInWithCode, { challenge, code })).accepted
    expect((await finishBy(authenticator, unfinished.challenge)).status).toBe(200)
    expect(await waiting(user.id)).toBeNull()
    await api.deliver()
  })

  it('signs in by the passkey alone while a removal waits that was asked for at the second step, which ends it', async () => {
    const { user, authenticator } = await withSettledPasskey()
    await api.call(askForFactorReset, { challenge: (await beginSignIn(api, user)).challenge })
    expect((await signInBy(api, authenticator)).status).toBe(200)
    expect(await waiting(user.id)).toBeNull()
    await api.deliver()
  })
})

describe('a removal that an operator began', () => {
  it('ends sessions of a passkey alone, so none of them can end the wait, and leaves others', async () => {
    const { user, authenticator } = await createUserWithPasskey(api)
    const { caller: other } = await api.signIn(await api.createUser())
    const { challenge } = await beginSignIn(api, user)
    const both = { token: (await finishBy(authenticator, challenge)).data.token ?? '' }
    const alone = { token: (await signInBy(api, authenticator)).data.token ?? '' }
    await resetFactors(api.deps, user.email)
    expect((await api.call(cancelFactorReset, {}, alone)).problem).toMatchObject({ reason: 'revoked_by_admin' })
    expect((await signInBy(api, authenticator)).problem.reason).toBe('disputed')
    expect((await api.call(currentSession, {}, other)).status).toBe(200)
    expect((await api.call(cancelFactorReset, {}, both)).status).toBe(204)
    expect(await waiting(user.id)).toBeNull()
    await api.deliver()
  })

  it('makes a request disputed that waits already, and its day stays', async () => {
    const { user, authenticator } = await withSettledPasskey()
    const { accepted } = await api.call(askForFactorReset, { challenge: (await beginSignIn(api, user)).challenge })
    mailTo(await api.deliver(), user.email, /will be removed/)
    api.clock.advance(days(2))
    expect((await resetFactors(api.deps, user.email))?.toISOString()).toBe(accepted.resetAt)
    expect((await signInBy(api, authenticator)).problem.reason).toBe('disputed')
    api.clock.advance(days(4))
    await continueResets(api.deps)
    mailTo(await api.deliver(), user.email, /within a day/)
    expect((await signInBy(api, authenticator)).problem.reason).toBe('disputed')
    api.clock.advance(days(1))
    await continueResets(api.deps)
    expect(await passkeysOf(user.id)).toBe(0)
    await api.deliver()
  })

  it('goes on while the person is disabled, so disabling first is a way out that no thief can stop', async () => {
    const { user, authenticator } = await withSettledPasskey()
    await api.call(askForFactorReset, { challenge: (await beginSignIn(api, user)).challenge })
    await disableUser(api.deps, user.email)
    expect(await waiting(user.id)).toBeNull()
    await resetFactors(api.deps, user.email)
    expect((await signInBy(api, authenticator)).problem.code).toBe('invalid_factor')
    api.clock.advance(days(7))
    await continueResets(api.deps)
    expect(await passkeysOf(user.id)).toBe(0)
    expect((await api.call(signIn, user)).status).toBe(401)
    await enableUser(api.deps, user.email)
    expect((await api.call(signIn, user)).status).toBe(200)
    await api.deliver()
  })

  it('has mails without a button while the person is disabled, and no button of such a wait ends it', async () => {
    const { user } = await withSettledPasskey()
    await api.call(askForFactorReset, { challenge: (await beginSignIn(api, user)).challenge })
    const before = mailTo(await api.deliver(), user.email, /will be removed/)
    await disableUser(api.deps, user.email)
    await resetFactors(api.deps, user.email)
    const asked = mailTo(await api.deliver(), user.email, /will be removed/)
    // Opened here: no mail has it.
    const change = { address: user.email, lifetimeMs: days(7) }
    const keep = await withAccount(api, user.id, account => openChallenge(account, 'keep_factors', change))
    for (const token of [secretIn(before, pages.keepFactors), keep.secret])
      expect((await api.call(keepFactors, { token })).problem.code).toBe('invalid_link')
    const notMine = secretIn(before, pages.notMe)
    expect((await api.call(notMe, { token: notMine })).problem.code).toBe('invalid_link')
    api.clock.advance(days(6))
    await continueResets(api.deps)
    for (const mail of [asked, mailTo(await api.deliver(), user.email, /within a day/)]) {
      expect(mail.text).not.toMatch(/#token=|Keep my second factors|This wasn't me”?:/)
      expect(wordsOf(mail)).toContain('Only they can stop this.')
    }
    api.clock.advance(days(1))
    await continueResets(api.deps)
    expect(await passkeysOf(user.id)).toBe(0)
    await api.deliver()
  })

  it('is not ended by a button that restores an address while the person is disabled', async () => {
    const { user, secret } = await createUserWithApp(api)
    // The mail about the app has no button any more.
    api.clock.advance(days(15))
    const { caller } = await finishSignIn(api, secret, await beginSignIn(api, user))
    await api.db.session.updateMany({ where: { userId: user.id }, data: { confirmedAt: api.clock.now() } })
    await api.deliver()
    const email = `new-${user.email}`
    await api.call(changeEmail, { email }, caller)
    const link = secretIn(mailTo(await api.deliver(), email), pages.confirmEmail)
    expect((await api.call(confirmEmail, { token: link }, caller)).status).toBe(200)
    const former = mailTo(await api.deliver(), user.email, /was changed/)
    await disableUser(api.deps, email)
    await resetFactors(api.deps, email)
    expect((await api.call(notMe, { token: secretIn(former, pages.notMe) })).status).toBe(204)
    expect((await api.db.user.findUniqueOrThrow({ where: { id: user.id } })).email).toBe(user.email)
    expect(await waiting(user.id)).not.toBeNull()
    await api.deliver()
  })

  it('has buttons again once the person is enabled', async () => {
    const { user } = await withSettledPasskey()
    await disableUser(api.deps, user.email)
    await resetFactors(api.deps, user.email)
    await enableUser(api.deps, user.email)
    api.clock.advance(days(6))
    await api.deliver()
    await continueResets(api.deps)
    const reminder = mailTo(await api.deliver(), user.email, /within a day/)
    expect((await api.call(keepFactors, { token: secretIn(reminder, pages.keepFactors) })).status).toBe(204)
    expect(await waiting(user.id)).toBeNull()
  })

  it('is ended by an app after the password, as always', async () => {
    const { user, secret } = await createUserWithApp(api)
    await resetFactors(api.deps, user.email)
    await finishSignIn(api, secret, await beginSignIn(api, user))
    expect(await waiting(user.id)).toBeNull()
    await api.deliver()
  })
})
