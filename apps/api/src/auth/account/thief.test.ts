import * as contract from '@latchkey/contracts/auth/account'
import { confirm } from '@latchkey/contracts/auth/confirmation'
import { exportUser } from '@latchkey/contracts/auth/export'
import { forgotPassword, keepAccount, notMe, resetPassword } from '@latchkey/contracts/auth/recovery'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { pages } from '@latchkey/contracts/pages'
import { describe, expect, it } from 'vitest'
import type { Caller } from '../../../testing/call-endpoint.ts'
import { confirmSession, secretIn } from '../../../testing/confirmed.ts'
import { days, minutes } from '../../../testing/movable-clock.ts'
import { testApi } from '../../../testing/test.ts'
import { purge } from '../../platform/jobs/purge.ts'
import type { Mail } from '../../platform/mail/mailer.ts'

const api = await testApi()
const thiefsAddress = () => `thief-${crypto.randomUUID()}@example.com`
const mailTo = (mails: Mail[], address: string) => mails.filter(({ to }) => to === address)

/** A person who is signed in, and a thief who has the same token. */
async function withStolenSession() {
  const user = await api.createUser()
  const { caller: stolen, session } = await api.signIn(user)
  await api.deliver()
  return { user, stolen, session }
}

/** The whole state of an account, except when its sessions were last seen. */
async function stateOf(id: string) {
  const { sessions, challenges, ...account } = await api.db.user.findUniqueOrThrow({
    where: { id },
    include: { password: true, sessions: true, challenges: true },
  })
  return { account, sessions: sessions.map(({ lastSeenAt, ...session }) => session), challenges }
}

/** The owner presses the button of the newest mail, chooses a new password by the mail that follows, and signs in. */
async function takeBack(owner: { email: string }, mails: Mail[], thief: Caller): Promise<void> {
  const password = 'a password that no thief knows'
  expect((await api.call(notMe, { token: secretIn(mails.at(-1), pages.notMe) })).status).toBe(204)
  expect((await api.call(currentSession, {}, thief)).problem).toMatchObject({ code: 'session_ended', reason: 'not_me' })
  const [reset] = mailTo(await api.deliver(), owner.email)
  expect((await api.call(resetPassword, { token: secretIn(reset, pages.reset), password })).status).toBe(204)
  const { data } = await api.call(signIn, { email: owner.email, password })
  expect(data.user.email).toBe(owner.email)
}

describe('a thief with a stolen session but no password', () => {
  it('cannot change, export or delete the account with any endpoint', async () => {
    const { user, stolen } = await withStolenSession()
    const before = await stateOf(user.id)
    const email = thiefsAddress()
    for (const answer of [
      await api.call(contract.changeEmail, { email }, stolen),
      await api.call(exportUser, {}, stolen),
      await api.call(contract.deleteUser, {}, stolen),
    ])
      expect(answer.problem).toMatchObject({ code: 'confirmation_required', status: 403 })
    for (const wrongPassword of ['password', user.email, 'correct horse']) {
      const change = { currentPassword: wrongPassword, newPassword: 'a password of the thief' }
      expect((await api.call(confirm, { password: wrongPassword }, stolen)).problem.code).toBe('invalid_credentials')
      expect((await api.call(contract.changePassword, change, stolen)).problem.code).toBe('invalid_credentials')
    }
    expect((await api.call(contract.confirmEmail, { token: 'lk_guessed' }, stolen)).problem.code).toBe('invalid_link')
    expect(await stateOf(user.id)).toEqual(before)
    expect(await api.deliver()).toEqual([])
  })

  it('loses the session when the owner confirms it, and gains nothing from that', async () => {
    const { user, stolen } = await withStolenSession()
    const owner = await confirmSession(api, stolen, user.password)
    for (const attempt of [
      api.call(contract.changeEmail, { email: thiefsAddress() }, stolen),
      api.call(exportUser, {}, stolen),
      api.call(contract.deleteUser, {}, stolen),
    ])
      expect((await attempt).problem.code).toBe('invalid_token')
    expect((await api.call(exportUser, {}, owner)).status).toBe(200)
  })

  it('gains nothing when the owner confirms another session', async () => {
    const { user, stolen } = await withStolenSession()
    const other = await api.signIn(user)
    await confirmSession(api, other.caller, user.password)
    expect((await api.call(contract.deleteUser, {}, stolen)).problem.code).toBe('confirmation_required')
  })

  it('cannot use a confirmation that is ten minutes old', async () => {
    const { user, stolen } = await withStolenSession()
    const nowStolen = await confirmSession(api, stolen, user.password)
    api.clock.advance(minutes(10))
    const before = await stateOf(user.id)
    for (const attempt of [
      api.call(contract.changeEmail, { email: thiefsAddress() }, nowStolen),
      api.call(exportUser, {}, nowStolen),
      api.call(contract.deleteUser, {}, nowStolen),
    ])
      expect((await attempt).problem.code).toBe('confirmation_required')
    expect(await stateOf(user.id)).toEqual(before)
  })
})

describe('an address that the owner mistyped', () => {
  it('does not help its reader to take the account, with or without an account of their own', async () => {
    const { user, stolen } = await withStolenSession()
    const owner = await confirmSession(api, stolen, user.password)
    const mistyped = thiefsAddress()
    await api.call(contract.changeEmail, { email: mistyped }, owner)
    const token = secretIn(mailTo(await api.deliver(), mistyped).at(-1), pages.confirmEmail)
    expect((await api.call(contract.confirmEmail, { token })).problem.code).toBe('missing_token')
    const reader = await api.signIn(await api.createUser())
    expect((await api.call(contract.confirmEmail, { token }, reader.caller)).problem.code).toBe('invalid_link')
    expect((await api.db.user.findUniqueOrThrow({ where: { id: user.id } })).email).toBe(user.email)

    // The owner sees the mistake and asks again. That voids the link to the wrong address.
    await api.call(contract.changeEmail, { email: thiefsAddress() }, owner)
    expect((await api.call(contract.confirmEmail, { token }, owner)).problem.code).toBe('invalid_link')
  })

  it('lets a thief with a session and its mail do nothing that the owner cannot undo', async () => {
    const { user, stolen } = await withStolenSession()
    const { caller: owner } = await api.signIn(user)
    await api.deliver()
    const mistyped = thiefsAddress()
    await api.call(contract.changeEmail, { email: mistyped }, await confirmSession(api, owner, user.password))
    const mails = await api.deliver()
    const token = secretIn(mailTo(mails, mistyped).at(-1), pages.confirmEmail)
    expect((await api.call(contract.confirmEmail, { token }, stolen)).status).toBe(200)
    await takeBack(user, mailTo(await api.deliver(), user.email), stolen)
  })
})

describe('a thief with a stolen session and the password', () => {
  it('cannot keep the account by changing its address', async () => {
    const { user, stolen } = await withStolenSession()
    const thief = await confirmSession(api, stolen, user.password)
    const email = thiefsAddress()
    await api.call(contract.changeEmail, { email }, thief)
    const token = secretIn(mailTo(await api.deliver(), email).at(-1), pages.confirmEmail)
    expect((await api.call(contract.confirmEmail, { token }, thief)).status).toBe(200)
    const mails = await api.deliver()
    const thiefsButton = secretIn(mailTo(mails, email).at(-1), pages.notMe)
    await takeBack(user, mailTo(mails, user.email), thief)
    // The thief's mails are void, and the account no longer has the thief's address.
    expect((await api.call(notMe, { token: thiefsButton })).problem.code).toBe('invalid_link')
    expect((await api.call(forgotPassword, { email })).status).toBe(202)
    expect(mailTo(await api.deliver(), email)).toEqual([])
  })

  it('cannot stop the owner’s recovery by first pressing the button in the mail to the new address', async () => {
    const { user, stolen } = await withStolenSession()
    const thief = await confirmSession(api, stolen, user.password)
    const email = thiefsAddress()
    await api.call(contract.changeEmail, { email }, thief)
    const token = secretIn(mailTo(await api.deliver(), email).at(-1), pages.confirmEmail)
    await api.call(contract.confirmEmail, { token }, thief)
    const mails = await api.deliver()
    await api.call(notMe, { token: secretIn(mailTo(mails, email).at(-1), pages.notMe) })
    await takeBack(user, mailTo(mails, user.email), thief)
  })

  it('cannot keep the account by changing its password', async () => {
    const { user, stolen } = await withStolenSession()
    const change = { currentPassword: user.password, newPassword: 'a password of the thief' }
    const { data } = await api.call(contract.changePassword, change, stolen)
    await takeBack(user, mailTo(await api.deliver(), user.email), { token: data.token ?? '' })
    const { problem } = await api.call(signIn, { email: user.email, password: change.newPassword })
    expect(problem.code).toBe('invalid_credentials')
  })

  it('cannot shorten the owner’s fourteen days by changing the address before deleting: the former address gets a mail', async () => {
    const { user, stolen } = await withStolenSession()
    const thief = await confirmSession(api, stolen, user.password)
    const email = thiefsAddress()
    await api.call(contract.changeEmail, { email }, thief)
    const token = secretIn(mailTo(await api.deliver(), email).at(-1), pages.confirmEmail)
    await api.call(contract.confirmEmail, { token }, thief)
    await api.deliver()
    expect((await api.call(contract.deleteUser, {}, thief)).status).toBe(200)
    const [told, ...others] = mailTo(await api.deliver(), user.email)
    expect([told?.subject, others.length]).toEqual(['Your account is deleted', 0])

    api.clock.advance(days(8))
    await purge(api.deps)
    expect((await api.call(keepAccount, { token: secretIn(told, pages.keepAccount) })).status).toBe(204)
    const password = 'a password that no thief knows'
    const [reset] = mailTo(await api.deliver(), user.email)
    expect((await api.call(resetPassword, { token: secretIn(reset, pages.reset), password })).status).toBe(204)
    expect((await api.call(signIn, { email: user.email, password })).status).toBe(200)
  })

  it('cannot delete the account for good: the mail undoes the deletion', async () => {
    const { user, stolen } = await withStolenSession()
    const thief = await confirmSession(api, stolen, user.password)
    expect((await api.call(contract.deleteUser, {}, thief)).status).toBe(200)
    const mails = mailTo(await api.deliver(), user.email)
    expect((await api.call(keepAccount, { token: secretIn(mails.at(-1), pages.keepAccount) })).status).toBe(204)
    const password = 'a password that no thief knows'
    const [reset] = mailTo(await api.deliver(), user.email)
    expect((await api.call(resetPassword, { token: secretIn(reset, pages.reset), password })).status).toBe(204)
    expect((await api.call(signIn, { email: user.email, password })).status).toBe(200)
  })
})
