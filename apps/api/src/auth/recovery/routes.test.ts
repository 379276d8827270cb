import { forgotPassword, keepAccount, notMe, resetPassword } from '@latchkey/contracts/auth/recovery'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { signUp, verify } from '@latchkey/contracts/auth/sign-up'
import { pages } from '@latchkey/contracts/pages'
import { describe, expect, it } from 'vitest'
import { withAccount } from '../../../testing/account.ts'
import { cookiesOf } from '../../../testing/call-endpoint.ts'
import { codeIn, mailTo, secretIn, wordsOf } from '../../../testing/mails.ts'
import { days, minutes } from '../../../testing/movable-clock.ts'
import { noticeNamed } from '../../../testing/notices.ts'
import { testApi } from '../../../testing/test.ts'
import { systemContext } from '../../platform/context.ts'
import { jobHandlers } from '../../platform/feature.ts'
import { openChallenge } from '../challenges/service.ts'
import { notify } from '../notices/service.ts'

const api = await testApi()
const password = 'another password of mine'

async function resetMail(email: string) {
  await api.call(forgotPassword, { email })
  return mailTo(await api.deliver(), email, /reset|password/i)
}

/** A user who signed in on a new device, and the mail about it. */
async function signedInOnNewDevice() {
  const user = await api.createUser()
  const signedIn = await api.signIn(user, { delivery: 'cookie' })
  return { user, ...signedIn, mail: mailTo(await api.deliver(), user.email, /New sign-in/) }
}

/** Changes the address of an account, and notifies both addresses. */
async function moveTo(userId: string, from: string, to: string) {
  await withAccount(api, userId, async account => {
    await account.tx.user.update({ where: { id: userId }, data: { email: to } })
    await notify(account, noticeNamed('email_changed'), { address: from, restores: true, detail: to })
    await notify(account, noticeNamed('email_changed'), { address: to, detail: from })
  })
  const mails = await api.deliver()
  return { old: mailTo(mails, from), now: mailTo(mails, to) }
}

const emailOf = async (id: string) => (await api.db.user.findUniqueOrThrow({ where: { id } })).email

describe('POST /api/passwords/forgot', () => {
  it('mails a link to choose another password, with its secret in the fragment', async () => {
    const { email } = await api.createUser()
    const { status, data } = await api.call(forgotPassword, { email: ` ${email.toUpperCase()} ` })
    expect([status, data]).toEqual([202, { email }])
    const mail = mailTo(await api.deliver(), email)
    expect(mail.subject).toBe('Reset your password')
    expect(mail.text).toContain(`http://localhost:4000${pages.reset}#token=lk_`)
  })

  it('mails nothing without an account, or to a disabled one', async () => {
    const disabled = await api.createUser()
    await api.db.user.update({ where: { id: disabled.id }, data: { disabledAt: api.clock.now() } })
    for (const email of ['unknown@example.com', disabled.email])
      expect((await api.call(forgotPassword, { email })).status).toBe(202)
    expect(await api.deliver()).toEqual([])
  })

  it('mails the owner of a deleted account how to restore it', async () => {
    const { id, email } = await api.createUser()
    await api.db.user.update({ where: { id }, data: { deletedAt: api.clock.now() } })
    await api.call(forgotPassword, { email })
    const { text } = mailTo(await api.deliver(), email, /Your account is deleted/)
    expect(text).toContain(`http://localhost:4000${pages.keepAccount}#token=lk_`)
  })

  it('mails the owner of a former address how to restore it', async () => {
    const { user } = await signedInOnNewDevice()
    await moveTo(user.id, user.email, `${crypto.randomUUID()}@example.com`)
    await api.call(forgotPassword, { email: user.email })
    const again = mailTo(await api.deliver(), user.email, /Your email address was changed/)
    expect((await api.call(notMe, { token: secretIn(again) })).status).toBe(204)
    expect(await emailOf(user.id)).toBe(user.email)
    mailTo(await api.deliver(), user.email, /choose a new password/)
  })

  it('keeps earlier links valid, however many are requested', async () => {
    const { email } = await api.createUser()
    const tokens = []
    for (let i = 0; i < 5; i++) tokens.push(secretIn(await resetMail(email)))
    const [first = ''] = tokens
    expect((await api.call(resetPassword, { token: first, password })).status).toBe(204)
    for (const token of tokens)
      expect((await api.call(resetPassword, { token, password })).problem.code).toBe('invalid_link')
    mailTo(await api.deliver(), email, /was changed/)
    await resetMail(email)
  })

  it('may send the same mail several times, and each copy of it works', async () => {
    const { email } = await api.createUser()
    const job = { email, because: 'forgot', ...systemContext(api.deps) }
    const again = jobHandlers(api.deps).find(({ kind }) => kind.name === 'reset mail')
    const id = crypto.randomUUID()
    for (let i = 0; i < 5; i++) await again?.handle(job, id)
    const [first, ...copies] = await api.deliver()
    expect(copies).toHaveLength(4)
    await resetMail(email)
    expect((await api.call(resetPassword, { token: secretIn(first), password })).status).toBe(204)
    await api.deliver()
  })

  it('counts the hour from when the link is mailed, as the mail says', async () => {
    const { email } = await api.createUser()
    await api.call(forgotPassword, { email })
    api.clock.advance(minutes(90))
    const mail = mailTo(await api.deliver(), email)
    expect(wordsOf(mail)).toContain('once, for 1 hour.')
    const token = secretIn(mail)
    api.clock.advance(minutes(60) - 1)
    expect((await api.call(resetPassword, { token, password: 'short' })).problem.code).toBe('invalid_request')
    api.clock.advance(1)
    expect((await api.call(resetPassword, { token, password })).problem.code).toBe('invalid_link')
  })
})

describe('POST /api/passwords/reset', () => {
  it('replaces the password, ends every session, and does not sign in', async () => {
    const user = await api.createUser()
    const sessions = [await api.signIn(user), await api.signIn(user, { delivery: 'cookie' })]
    await api.deliver()
    const token = secretIn(await resetMail(user.email))
    const { status, response } = await api.call(resetPassword, { token, password })
    expect(status).toBe(204)
    expect(response.headers).not.toHaveProperty('set-cookie')
    for (const { caller } of sessions)
      expect((await api.call(currentSession, {}, caller)).problem.reason).toBe('password_reset')
    expect((await api.call(signIn, user)).problem.code).toBe('invalid_credentials')
    expect((await api.call(signIn, { ...user, password })).status).toBe(200)
    await api.deliver()
  })

  it('notifies the user, with a button in case it was somebody else', async () => {
    const { email } = await api.createUser()
    await api.call(resetPassword, { token: secretIn(await resetMail(email)), password })
    const mail = mailTo(await api.deliver(), email, /Your password was changed/)
    expect((await api.call(notMe, { token: secretIn(mail) })).status).toBe(204)
    await api.deliver()
  })

  it('makes known browsers new again', async () => {
    const { user, caller } = await signedInOnNewDevice()
    await api.call(resetPassword, { token: secretIn(await resetMail(user.email)), password })
    await api.deliver()
    const again = await api.signIn({ ...user, password }, { delivery: 'cookie' }, caller)
    expect(again.caller.cookie?.split('; ')[1]).not.toBe(caller.cookie?.split('; ')[1])
    mailTo(await api.deliver(), user.email, /New sign-in/)
  })

  it('is in the audit log, with the browser that is known from then on', async () => {
    const { user, caller } = await signedInOnNewDevice()
    const token = secretIn(await resetMail(user.email))
    await api.call(resetPassword, { token, password }, { cookie: caller.cookie ?? '', sameOrigin: true })
    const kind = { in: ['password_reset', 'devices_revoked', 'device_added'] }
    const events = await api.db.auditEvent.findMany({ where: { userId: user.id, kind } })
    expect(events.map(event => event.kind).sort()).toEqual([
      ...['device_added', 'device_added', 'devices_revoked', 'password_reset'],
    ])
    const { id } = await api.db.device.findFirstOrThrow({ where: { userId: user.id, revokedAt: null } })
    const added = events.find(({ deviceId }) => deviceId === id)
    expect(added).toMatchObject({ kind: 'device_added', requestId: expect.stringMatching(/./), address: user.email })
    await api.deliver()
  })

  it('voids a pending change of address, but not "this was not me"', async () => {
    const { user, mail } = await signedInOnNewDevice()
    const change = { address: 'new@example.com', lifetimeMs: days(1) }
    const { id } = await withAccount(api, user.id, account => openChallenge(account, 'email_change', change))
    await api.call(resetPassword, { token: secretIn(await resetMail(user.email)), password })
    expect((await api.db.challenge.findUniqueOrThrow({ where: { id } })).usedAt).toEqual(api.clock.now())
    expect((await api.call(notMe, { token: secretIn(mail) })).status).toBe(204)
    await api.deliver()
  })

  it('sets a password for an account without one', async () => {
    const user = await api.createUser()
    await api.db.password.delete({ where: { userId: user.id } })
    await api.call(resetPassword, { token: secretIn(await resetMail(user.email)), password })
    expect((await api.call(signIn, { ...user, password })).status).toBe(200)
    await api.deliver()
  })

  it('refuses the link if the account was disabled, deleted or moved to another address since', async () => {
    for (const change of [
      { disabledAt: api.clock.now() },
      { deletedAt: api.clock.now() },
      { email: `${crypto.randomUUID()}@example.com` },
    ]) {
      const { id, email } = await api.createUser()
      const token = secretIn(await resetMail(email))
      await api.db.user.update({ where: { id }, data: change })
      expect((await api.call(resetPassword, { token, password })).problem.code).toBe('invalid_link')
    }
  })

  it('does not open another account that has the address now', async () => {
    const [{ id, email }, other] = [await api.createUser(), await api.createUser()]
    const token = secretIn(await resetMail(email))
    await api.db.user.update({ where: { id }, data: { email: `${crypto.randomUUID()}@example.com` } })
    await api.db.user.update({ where: { id: other.id }, data: { email } })
    expect((await api.call(resetPassword, { token, password })).problem.code).toBe('invalid_link')
    expect((await api.call(signIn, { email, password: other.password })).status).toBe(200)
    await api.deliver()
  })

  it('refuses a password that is too short, and the link stays valid', async () => {
    const { email } = await api.createUser()
    const token = secretIn(await resetMail(email))
    const { problem } = await api.call(resetPassword, { token, password: 'too short' })
    expect(problem.fields).toEqual({ password: 'Use at least 12 characters.' })
    expect((await api.call(resetPassword, { token, password })).status).toBe(204)
    await api.deliver()
  })
})

describe('POST /api/sessions/not_me', () => {
  it('ends every session, disables the password, and mails a link to choose another', async () => {
    const { user, caller, mail } = await signedInOnNewDevice()
    expect((await api.call(notMe, { token: secretIn(mail) })).status).toBe(204)
    expect((await api.call(currentSession, {}, caller)).problem.reason).toBe('not_me')
    expect((await api.call(signIn, user)).problem.code).toBe('invalid_credentials')
    const token = secretIn(mailTo(await api.deliver(), user.email, /choose a new password/))
    await api.call(resetPassword, { token, password })
    expect((await api.call(signIn, { ...user, password })).status).toBe(200)
    await api.deliver()
  })

  it('works once, within fourteen days', async () => {
    const first = await signedInOnNewDevice()
    await api.call(notMe, { token: secretIn(first.mail) })
    expect((await api.call(notMe, { token: secretIn(first.mail) })).problem.code).toBe('invalid_link')
    const second = await signedInOnNewDevice()
    api.clock.advance(days(14))
    expect((await api.call(notMe, { token: secretIn(second.mail) })).problem.code).toBe('invalid_link')
    await api.deliver()
  })

  it('voids every open link, and every notice not yet mailed', async () => {
    const { user, mail } = await signedInOnNewDevice()
    const token = secretIn(await resetMail(user.email))
    await withAccount(api, user.id, account => notify(account, noticeNamed('password_changed')))
    await api.call(notMe, { token: secretIn(mail) })
    expect((await api.call(resetPassword, { token, password })).problem.code).toBe('invalid_link')
    mailTo(await api.deliver(), user.email)
  })

  it('restores the old address from the mail to it, and mails the reset there', async () => {
    const { user } = await signedInOnNewDevice()
    const thief = `${crypto.randomUUID()}@example.com`
    const { old } = await moveTo(user.id, user.email, thief)
    expect((await api.call(notMe, { token: secretIn(old) })).status).toBe(204)
    expect(await emailOf(user.id)).toBe(user.email)
    const mails = await api.deliver()
    mailTo(mails, user.email, /choose a new password/)
    expect(mails).toHaveLength(1)
  })

  it('does the same from any other mail to the old address, as long as that address can be restored', async () => {
    const { user, mail, caller } = await signedInOnNewDevice()
    const now = `${crypto.randomUUID()}@example.com`
    const { old } = await moveTo(user.id, user.email, now)
    await api.call(notMe, { token: secretIn(mail) })
    expect((await api.call(currentSession, {}, caller)).problem.reason).toBe('not_me')
    expect(await emailOf(user.id)).toBe(user.email)
    mailTo(await api.deliver(), user.email, /choose a new password/)
    expect((await api.call(notMe, { token: secretIn(old) })).problem.code).toBe('invalid_link')
  })

  it('from a mail to an address that cannot be restored ends all access, and keeps the current address', async () => {
    const { user, mail, caller } = await signedInOnNewDevice()
    const now = `${crypto.randomUUID()}@example.com`
    await api.db.user.update({ where: { id: user.id }, data: { email: now } })
    await api.call(notMe, { token: secretIn(mail) })
    expect((await api.call(currentSession, {}, caller)).problem.reason).toBe('not_me')
    expect(await emailOf(user.id)).toBe(now)
    expect(await api.deliver()).toEqual([])
    // The record names the mailbox that pressed the button.
    const pressed = { userId: user.id, kind: 'not_me', address: user.email }
    expect(await api.db.auditEvent.count({ where: pressed })).toBe(1)
  })

  it('is offered by mail at a sign-up with the old address, as long as that address can be restored', async () => {
    const { user } = await signedInOnNewDevice()
    await moveTo(user.id, user.email, `${crypto.randomUUID()}@example.com`)
    await api.call(signUp, { email: user.email, password })
    const again = mailTo(await api.deliver(), user.email, /Your email address was changed/)
    expect((await api.call(notMe, { token: secretIn(again) })).status).toBe(204)
    expect(await emailOf(user.id)).toBe(user.email)
    await api.deliver()

    await moveTo(user.id, user.email, `${crypto.randomUUID()}@example.com`)
    api.clock.advance(days(14))
    await api.call(signUp, { email: user.email, password })
    mailTo(await api.deliver(), user.email, /is your sign-up code/)
  })

  it('disables the account, for an admin to review, if an admin gave the old address to another account', async () => {
    const { user, caller } = await signedInOnNewDevice()
    const now = `${crypto.randomUUID()}@example.com`
    const { old } = await moveTo(user.id, user.email, now)
    const other = await api.createUser(user.email)
    expect((await api.call(notMe, { token: secretIn(old) })).status).toBe(204)
    expect(await emailOf(user.id)).toBe(now)
    expect((await api.call(currentSession, {}, caller)).problem.reason).toBe('not_me')
    expect((await api.call(signIn, other)).status).toBe(200)
    mailTo(await api.deliver(), other.email, /New sign-in/)
    expect(api.logLines.join('')).toContain('address_not_restored')
    await api.call(forgotPassword, { email: now })
    expect(await api.deliver()).toEqual([])
  })

  it('finds the old address free, since a sign-up that began earlier cannot take it', async () => {
    const address = `${crypto.randomUUID()}@example.com`
    const { response } = await api.call(signUp, { email: address, password }, { sameOrigin: true })
    const browser = { cookie: cookiesOf(response), sameOrigin: true }
    const early = mailTo(await api.deliver(), address)
    const user = await api.createUser(address)
    // As if creating the account had not ended earlier sign-ups.
    await api.db.challenge.updateMany({ where: { address, purpose: 'sign_up' }, data: { usedAt: null } })
    const { old } = await moveTo(user.id, address, `${crypto.randomUUID()}@example.com`)
    for (const proof of [{ code: codeIn(early) }, { token: secretIn(early) }])
      expect((await api.call(verify, proof, browser)).problem.code).toBe(proof.code ? 'invalid_code' : 'invalid_link')
    expect((await api.call(notMe, { token: secretIn(old) })).status).toBe(204)
    expect(await emailOf(user.id)).toBe(address)
    await api.deliver()
  })

  it('restores an account that was deleted after the mail', async () => {
    const { user, mail } = await signedInOnNewDevice()
    await api.db.user.update({ where: { id: user.id }, data: { deletedAt: api.clock.now() } })
    await withAccount(api, user.id, account => notify(account, noticeNamed('account_deleted')))
    const keep = secretIn(mailTo(await api.deliver(), user.email, /deleted/))
    expect((await api.call(notMe, { token: secretIn(mail) })).status).toBe(204)
    mailTo(await api.deliver(), user.email, /locked: choose a new password/)
    expect((await api.call(keepAccount, { token: keep })).problem.code).toBe('invalid_link')
  })

  it('does not enable an account that an admin disabled', async () => {
    const { user, mail } = await signedInOnNewDevice()
    await api.db.user.update({ where: { id: user.id }, data: { disabledAt: api.clock.now() } })
    await api.call(notMe, { token: secretIn(mail) })
    expect(await api.deliver()).toEqual([])
    expect((await api.call(signIn, user)).problem.code).toBe('invalid_credentials')
  })
})

describe('POST /api/users/keep', () => {
  it('restores a deleted account, within seven days, and mails a link to choose a new password', async () => {
    for (const after of [days(7) - 1, days(7)]) {
      const user = await api.createUser()
      await api.db.user.update({ where: { id: user.id }, data: { deletedAt: api.clock.now() } })
      await withAccount(api, user.id, account => notify(account, noticeNamed('account_deleted')))
      const token = secretIn(mailTo(await api.deliver(), user.email, /deleted/))
      api.clock.advance(after)
      const { status } = await api.call(keepAccount, { token })
      expect(status).toBe(after < days(7) ? 204 : 400)
      if (status === 400) continue
      expect((await api.call(signIn, user)).problem.code).toBe('invalid_credentials')
      const mail = mailTo(await api.deliver(), user.email, /is back: choose a new password/)
      expect(wordsOf(mail)).not.toContain('not you')
      const reset = secretIn(mail)
      await api.call(resetPassword, { token: reset, password })
      expect((await api.call(signIn, { ...user, password })).status).toBe(200)
      await api.deliver()
    }
  })

  describe('after the account was brought back in another way', () => {
    async function broughtBack(user: { id: string; email: string }) {
      await api.db.user.update({ where: { id: user.id }, data: { deletedAt: api.clock.now() } })
      await withAccount(api, user.id, account => notify(account, noticeNamed('account_deleted')))
      const token = secretIn(mailTo(await api.deliver(), user.email, /deleted/))
      await api.db.user.update({ where: { id: user.id }, data: { deletedAt: null } })
      return token
    }
    const kindsOf = async (userId: string) =>
      (await api.db.auditEvent.findMany({ where: { userId }, orderBy: { id: 'asc' } })).map(({ kind }) => kind)

    it('ends nothing and records nothing, and mails a link to choose a new password', async () => {
      const user = await api.createUser()
      const token = await broughtBack(user)
      const { caller } = await api.signIn(user)
      await api.deliver()
      const before = await kindsOf(user.id)
      expect((await api.call(keepAccount, { token })).status).toBe(204)
      expect(await kindsOf(user.id)).toEqual(before)
      expect((await api.call(currentSession, {}, caller)).status).toBe(200)
      expect((await api.call(signIn, user)).status).toBe(200)
      const reset = secretIn(mailTo(await api.deliver(), user.email, /Reset your password/))
      expect((await api.call(resetPassword, { token: reset, password })).status).toBe(204)
      await api.deliver()
    })

    it('still returns a former address to the account, and says why its sessions ended', async () => {
      const user = await api.createUser()
      const token = await broughtBack(user)
      const { caller } = await api.signIn(user)
      await withAccount(api, user.id, account => notify(account, noticeNamed('email_changed'), { restores: true }))
      await api.db.user.update({ where: { id: user.id }, data: { email: `thief-${user.email}` } })
      expect((await api.call(keepAccount, { token })).status).toBe(204)
      expect((await api.call(currentSession, {}, caller)).problem.reason).toBe('account_kept')
      expect((await api.db.user.findUniqueOrThrow({ where: { id: user.id } })).email).toBe(user.email)
      expect(await kindsOf(user.id)).toContain('account_restored')
      expect(await kindsOf(user.id)).not.toContain('not_me')
      await api.deliver()
    })
  })

  it('is not in the activity as a report of a stranger', async () => {
    const user = await api.createUser()
    await api.db.user.update({ where: { id: user.id }, data: { deletedAt: api.clock.now() } })
    await withAccount(api, user.id, account => notify(account, noticeNamed('account_deleted')))
    await api.call(keepAccount, { token: secretIn(mailTo(await api.deliver(), user.email, /deleted/)) })
    const kinds = (await api.db.auditEvent.findMany({ where: { userId: user.id } })).map(({ kind }) => kind)
    expect(kinds).toContain('account_restored')
    expect(kinds).not.toContain('not_me')
    await api.deliver()
  })
})
