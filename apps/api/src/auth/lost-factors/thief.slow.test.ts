import { changeEmail, changePassword, confirmEmail, deleteUser } from '@latchkey/contracts/auth/account'
import { confirm } from '@latchkey/contracts/auth/confirmation'
import { factors, makeRecoveryCodes, removeFactor } from '@latchkey/contracts/auth/factors'
import { askForFactorReset, cancelFactorReset, keepFactors } from '@latchkey/contracts/auth/lost-factors'
import { forgotPassword, keepAccount, notMe, resetPassword } from '@latchkey/contracts/auth/recovery'
import { proveFactor } from '@latchkey/contracts/auth/second-step'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { pages } from '@latchkey/contracts/pages'
import { describe, expect, it } from 'vitest'
import type { Caller } from '../../../testing/call-endpoint.ts'
import { mailTo, secretIn } from '../../../testing/mails.ts'
import { days, minutes, seconds } from '../../../testing/movable-clock.ts'
import { confirmByPasskey, enrol, signInBy } from '../../../testing/passkeys.ts'
import { testApi } from '../../../testing/test.ts'
import { addApp, beginSignIn, codeOf, createUserWithApp } from '../../../testing/totp.ts'
import type { Mail } from '../../platform/mail/mailer.ts'
import { continueResets } from './jobs.ts'

const api = await testApi()
const chosen = 'a password that no thief knows'
type User = { email: string; password: string }

/** An owner whose second factor is a month old, and what their browser holds. */
async function anOwner() {
  const owner = await createUserWithApp(api)
  await api.deliver()
  api.clock.advance(days(30))
  const { caller } = await signInByApp(owner.user, owner.secret)
  await api.deliver()
  return { ...owner, caller }
}

async function signInByApp(user: User, secret: string): Promise<{ caller: Caller }> {
  api.clock.advance(seconds(30))
  const { challenge } = await beginSignIn(api, user)
  const { data } = await api.call(proveFactor, { challenge, method: 'totp', code: codeOf(api, secret) })
  return { caller: { token: data.token ?? '' } }
}

/** Confirms the session with the app. */
async function confirmByApp(caller: Caller, secret: string): Promise<Caller> {
  api.clock.advance(seconds(30))
  const { data } = await api.call(confirm, { method: 'totp', code: codeOf(api, secret) }, caller)
  return { token: data.token ?? '' }
}

const appsOf = (userId: string) => api.db.totpApp.findMany({ where: { userId }, orderBy: { createdAt: 'asc' } })
const button = (mails: Mail[], to: string, subject: RegExp) => secretIn(mailTo(mails, to, subject), pages.notMe)

/** The owner is mailed about a sign-in by it. */
const newClient: Caller = { headers: { 'user-agent': 'A client that the account did not have' } }
const waits = async (userId: string) =>
  (await api.db.challenge.count({ where: { userId, purpose: 'factor_reset', usedAt: null } })) === 1

/** Presses "This wasn't me", and chooses a new password by the mail that follows. */
async function takeBack(email: string, token: string): Promise<User> {
  expect((await api.call(notMe, { token })).status).toBe(204)
  const reset = secretIn(mailTo(await api.deliver(), email, /password/i), pages.reset)
  expect((await api.call(resetPassword, { token: reset, password: chosen })).status).toBe(204)
  return { email, password: chosen }
}

describe('a thief with a live session of a person with a second factor', () => {
  it('can change neither factors, password nor address, also with the password', async () => {
    const { user, id, caller: stolen } = await anOwner()
    api.clock.advance(minutes(11))
    const wrong = await api.call(confirm, { password: user.password }, stolen)
    expect(wrong.problem.code).toBe('invalid_factor')
    const change = { currentPassword: user.password, newPassword: chosen }
    for (const { problem } of [
      await api.call(removeFactor, { id }, stolen),
      await api.call(changeEmail, { email: 'thief@example.com' }, stolen),
      await api.call(deleteUser, {}, stolen),
      await api.call(changePassword, change, stolen),
    ])
      expect(problem.code).toBe('confirmation_required')
    expect(await appsOf(user.id)).toHaveLength(1)
  })

  it('who adds a factor to it while it is confirmed, loses it by the mail, and the owner’s own one stays', async () => {
    const { user, secret, caller } = await anOwner()
    const thief = await addApp(api, await confirmByApp(caller, secret), 'Thief')
    const again = await takeBack(user.email, button(await api.deliver(), user.email, /was added/))
    expect((await appsOf(user.id)).map(({ name }) => name)).toEqual(['Phone'])
    expect((await api.call(currentSession, {}, thief.caller)).problem.reason).toBe('not_me')
    expect((await signInByApp(again, secret)).caller.token).toBeTruthy()
  })

  it('who removes the owner’s factor and adds their own, does not end with the account', async () => {
    const { user, id, secret, caller } = await anOwner()
    const confirmed = await confirmByApp(caller, secret)
    expect((await api.call(removeFactor, { id }, confirmed)).status).toBe(204)
    const thief = await addApp(api, confirmed, 'Thief')
    const mails = await api.deliver()
    mailTo(mails, user.email, /was removed/)
    const again = await takeBack(user.email, button(mails, user.email, /was added/))
    expect(await appsOf(user.id)).toEqual([])
    expect((await api.call(currentSession, {}, thief.caller)).problem.reason).toBe('not_me')
    expect((await api.call(signIn, again)).status).toBe(200)
  })

  it('who also moves the account, loses all of it by the mail about that', async () => {
    const { user, id, secret, caller } = await anOwner()
    const confirmed = await confirmByApp(caller, secret)
    await api.call(removeFactor, { id }, confirmed)
    const thief = await addApp(api, confirmed, 'Thief')
    const email = `thief-${user.email}`
    await api.call(changeEmail, { email }, thief.caller)
    const link = secretIn(mailTo(await api.deliver(), email), pages.confirmEmail)
    await api.call(confirmEmail, { token: link }, thief.caller)
    const mails = (await api.deliver()).filter(({ to }) => to === user.email)
    const again = await takeBack(user.email, secretIn(mails.at(-1), pages.notMe))
    // This button is younger than the thief's factor. The mail about that has a button too, and this press does what it would.
    expect((await api.call(signIn, again)).status).toBe(200)
    expect((await api.call(signIn, { email, password: user.password })).status).toBe(401)
    await api.deliver()
  })
})

describe('a thief whose passkey is older than all buttons', () => {
  /** Added in the owner's confirmed session. The mail about it had a button for two weeks. */
  async function withOldPasskey() {
    const owner = await anOwner()
    const { authenticator } = await enrol(api, await confirmByApp(owner.caller, owner.secret), undefined, 'Thief')
    await api.deliver()
    api.clock.advance(days(15))
    const { data } = await signInBy(api, authenticator, newClient)
    return { ...owner, authenticator, caller: { token: data.token ?? '' } }
  }

  it('and who removes the owner’s app, has the account no longer: the press starts the wait, and they cannot end it', async () => {
    const { user, id, authenticator, caller } = await withOldPasskey()
    const confirmed = await confirmByPasskey(api, caller, authenticator)
    expect((await api.call(removeFactor, { id }, confirmed)).status).toBe(204)
    expect((await api.call(makeRecoveryCodes, {}, confirmed)).status).toBe(200)
    const again = await takeBack(user.email, button(await api.deliver(), user.email, /was removed/))
    for (const after of [0, 3, 3]) {
      api.clock.advance(days(after))
      expect((await signInBy(api, authenticator)).problem.reason).toBe('disputed')
      await continueResets(api.deps)
    }
    expect(await waits(user.id)).toBe(true)
    api.clock.advance(days(1))
    await continueResets(api.deps)
    expect((await signInBy(api, authenticator)).problem.reason).toBe('unknown_passkey')
    expect((await api.call(signIn, again)).status).toBe(200)
    await api.deliver()
  })

  it('and who removes the owner’s app, has it no longer after a press on the mail about their sign-in either', async () => {
    const { user, id, authenticator, caller } = await withOldPasskey()
    const signedIn = button(await api.deliver(), user.email, /New sign-in/)
    await api.call(removeFactor, { id }, await confirmByPasskey(api, caller, authenticator))
    await takeBack(user.email, signedIn)
    expect((await signInBy(api, authenticator)).problem.reason).toBe('disputed')
    expect(await waits(user.id)).toBe(true)
  })

  it('and who only signs in, is signed out, and the owner’s app removes the passkey', async () => {
    const { user, id, secret, authenticator, caller } = await withOldPasskey()
    const again = await takeBack(user.email, button(await api.deliver(), user.email, /New sign-in/))
    expect((await api.call(currentSession, {}, caller)).problem.reason).toBe('not_me')
    expect(await waits(user.id)).toBe(false)
    const owner = await confirmByApp((await signInByApp(again, secret)).caller, secret)
    const [planted] = (await api.call(factors, {}, owner)).data.passkeys
    expect((await api.call(removeFactor, { id: planted?.id ?? '' }, owner)).status).toBe(204)
    expect((await appsOf(user.id)).map(app => app.id)).toEqual([id])
    expect((await signInBy(api, authenticator)).problem.reason).toBe('unknown_passkey')
    await api.deliver()
  })

  it('and who moves the account, has it no longer either: the former address starts the wait', async () => {
    const { user, id, authenticator, caller } = await withOldPasskey()
    const confirmed = await confirmByPasskey(api, caller, authenticator)
    await api.call(removeFactor, { id }, confirmed)
    const email = `thief-${user.email}`
    await api.call(changeEmail, { email }, confirmed)
    await api.call(confirmEmail, { token: secretIn(mailTo(await api.deliver(), email), pages.confirmEmail) }, confirmed)
    await takeBack(user.email, button(await api.deliver(), user.email, /address was changed/))
    expect((await signInBy(api, authenticator)).problem.reason).toBe('disputed')
    expect(await waits(user.id)).toBe(true)
    await api.deliver()
  })

  it('and who deletes the account, has it no longer either', async () => {
    const { user, id, authenticator, caller } = await withOldPasskey()
    const confirmed = await confirmByPasskey(api, caller, authenticator)
    await api.call(removeFactor, { id }, confirmed)
    await api.call(deleteUser, {}, confirmed)
    const token = secretIn(mailTo(await api.deliver(), user.email, /deleted/), pages.keepAccount)
    expect((await api.call(keepAccount, { token })).status).toBe(204)
    expect((await signInBy(api, authenticator)).problem.reason).toBe('disputed')
    expect(await waits(user.id)).toBe(true)
    await api.deliver()
  })
})

describe('a thief with the password', () => {
  it('can only ask for the removal, which the owner sees in the mail and in every session', async () => {
    const { user, caller } = await anOwner()
    const { challenge } = await beginSignIn(api, user)
    expect((await api.call(currentSession, {}, { token: challenge })).status).toBe(401)
    await api.call(askForFactorReset, { challenge })
    expect((await api.call(factors, {}, caller)).data.resetAt).not.toBeNull()
    const mail = mailTo(await api.deliver(), user.email, /will be removed/)
    expect((await api.call(keepFactors, { token: secretIn(mail, pages.keepFactors) })).status).toBe(204)
    api.clock.advance(days(8))
    await continueResets(api.deps)
    expect(await appsOf(user.id)).toHaveLength(1)
  })

  it('is locked out for good by “This wasn’t me” in the same mail, and the owner’s factor stays', async () => {
    const { user, secret } = await anOwner()
    const { challenge } = await beginSignIn(api, user)
    await api.call(askForFactorReset, { challenge })
    const again = await takeBack(user.email, button(await api.deliver(), user.email, /will be removed/))
    expect((await api.call(askForFactorReset, { challenge })).problem.code).toBe('invalid_challenge')
    expect((await api.call(signIn, user)).problem.code).toBe('invalid_credentials')
    expect((await signInByApp(again, secret)).caller.token).toBeTruthy()
    api.clock.advance(days(8))
    await continueResets(api.deps)
    expect(await appsOf(user.id)).toHaveLength(1)
  })
})

describe('a thief with the mailbox', () => {
  it('gets no session by a reset: it voids unfinished sign-ins, and the second factor is asked for again', async () => {
    const { user, secret } = await anOwner()
    const before = await beginSignIn(api, user)
    await api.call(forgotPassword, { email: user.email })
    const token = secretIn(mailTo(await api.deliver(), user.email, /Reset/), pages.reset)
    const reset = await api.call(resetPassword, { token, password: chosen })
    expect(reset.status).toBe(204)
    expect(reset.response.headers['set-cookie']).toBeUndefined()
    api.clock.advance(seconds(30))
    const proof = { challenge: before.challenge, method: 'totp', code: codeOf(api, secret) } as const
    expect((await api.call(proveFactor, proof)).problem.code).toBe('invalid_challenge')
    const answer = await api.call(signIn, { email: user.email, password: chosen })
    expect([answer.status, answer.accepted.methods]).toEqual([202, ['totp', 'recovery_code']])
    await api.deliver()
  })

  it('and the password has to wait, and the owner’s session or next sign-in ends that', async () => {
    for (const owners of ['session', 'sign-in'] as const) {
      const { user, secret, caller } = await anOwner()
      const { challenge } = await beginSignIn(api, user)
      await api.call(askForFactorReset, { challenge })
      // The thief deletes every mail.
      await api.deliver()
      if (owners === 'session') await api.call(cancelFactorReset, {}, caller)
      else await signInByApp(user, secret)
      api.clock.advance(days(8))
      await continueResets(api.deps)
      expect(await appsOf(user.id)).toHaveLength(1)
      expect((await api.call(signIn, user)).status).toBe(202)
      await api.deliver()
    }
  })

  it('cannot remove a second factor that is older than the mail whose button they press', async () => {
    const { user, secret } = await anOwner()
    await beginSignIn(api, user)
    const { challenge } = await beginSignIn(api, user)
    await api.call(askForFactorReset, { challenge })
    const again = await takeBack(user.email, button(await api.deliver(), user.email, /will be removed/))
    expect((await api.call(signIn, again)).status).toBe(202)
    expect((await signInByApp(again, secret)).caller.token).toBeTruthy()
  })
})

describe('a thief with the mailbox, whose owner has a passkey', () => {
  async function withPasskey() {
    const owner = await anOwner()
    const { authenticator } = await enrol(api, await confirmByApp(owner.caller, owner.secret))
    await api.deliver()
    api.clock.advance(days(15))
    return { ...owner, authenticator }
  }

  async function resetByMail(email: string) {
    await api.call(forgotPassword, { email })
    const token = secretIn(mailTo(await api.deliver(), email, /Reset/), pages.reset)
    expect((await api.call(resetPassword, { token, password: chosen })).status).toBe(204)
  }

  it('cannot keep it from signing in alone by a mail that they caused', async () => {
    const { user, authenticator } = await withPasskey()
    await resetByMail(user.email)
    const token = button(await api.deliver(), user.email, /password was changed/)
    expect((await api.call(notMe, { token })).status).toBe(204)
    expect(await waits(user.id)).toBe(false)
    expect((await signInBy(api, authenticator)).status).toBe(200)
    await api.deliver()
  })

  it('nor by a mail about the owner’s own sign-in', async () => {
    const { user, authenticator } = await withPasskey()
    await signInBy(api, authenticator, newClient)
    await takeBack(user.email, button(await api.deliver(), user.email, /New sign-in/))
    expect(await waits(user.id)).toBe(false)
    expect((await signInBy(api, authenticator)).status).toBe(200)
    await api.deliver()
  })

  it('removes nothing at once by the mail about a factor that the owner removed, and the owner ends the wait', async () => {
    const { user, id, secret, caller, authenticator } = await withPasskey()
    const own = await confirmByApp((await signInByApp(user, secret)).caller, secret)
    const { secret: kept } = await addApp(api, own, 'Another phone')
    await api.deliver()
    api.clock.advance(days(15))
    await api.call(removeFactor, { id }, await confirmByApp((await signInByApp(user, kept)).caller, kept))
    const again = await takeBack(user.email, button(await api.deliver(), user.email, /was removed/))
    expect(await appsOf(user.id)).toHaveLength(1)
    expect(await api.db.passkey.count({ where: { userId: user.id } })).toBe(1)
    expect(await waits(user.id)).toBe(true)
    await signInByApp(again, kept)
    expect(await waits(user.id)).toBe(false)
    expect((await signInBy(api, authenticator)).status).toBe(200)
    expect((await api.call(currentSession, {}, caller)).status).toBe(401)
    await api.deliver()
  })
})

describe('a change of second factors', () => {
  it('ends sessions that were begun without one, and is recorded, mailed and shown', async () => {
    const user = await api.createUser()
    const other = await api.signIn(user)
    const { caller } = await api.signIn(user)
    await api.deliver()
    const { data } = await api.call(confirm, { password: user.password }, caller)
    const added = await addApp(api, { token: data.token ?? '' })
    expect((await api.call(currentSession, {}, other.caller)).problem.reason).toBe('factor_added')
    expect((await api.call(currentSession, {}, added.caller)).status).toBe(200)
    mailTo(await api.deliver(), user.email, /was added/)
    await api.call(removeFactor, { id: added.id }, await confirmByApp(added.caller, added.secret))
    mailTo(await api.deliver(), user.email, /was removed/)
    const recorded = await api.db.auditEvent.findMany({ where: { userId: user.id } })
    expect(recorded.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['totp_added', 'totp_removed']))
  })
})
