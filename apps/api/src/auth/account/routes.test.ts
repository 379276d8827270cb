import * as contract from '@latchkey/contracts/auth/account'
import { exportUser } from '@latchkey/contracts/auth/export'
import { forgotPassword, keepAccount } from '@latchkey/contracts/auth/recovery'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { brand } from '@latchkey/contracts/brand'
import { pages } from '@latchkey/contracts/pages'
import type { Database } from '@latchkey/database/client'
import { describe, expect, it, onTestFinished } from 'vitest'
import { withAccount } from '../../../testing/account.ts'
import type { Caller } from '../../../testing/call-endpoint.ts'
import { secretIn, signInConfirmed } from '../../../testing/confirmed.ts'
import { mailTo } from '../../../testing/mails.ts'
import { hours, minutes } from '../../../testing/movable-clock.ts'
import { replicaOf, testApi } from '../../../testing/test.ts'
import { endedMeanwhile, waiting } from '../../../testing/waiting.ts'
import { jobHandlers } from '../../platform/feature.ts'
import { openChallenge, voidChallenges } from '../challenges/service.ts'

const api = await testApi()
const ask = (caller: Caller) => api.call(currentSession, {}, caller)
const newAddress = () => `${crypto.randomUUID()}@example.com`
const userRow = (id: string) => api.db.user.findUniqueOrThrow({ where: { id } })
const open = (userId: string) =>
  api.db.challenge.count({
    where: { userId, usedAt: null, purpose: { notIn: ['not_me', 'keep', 'cancel_email', 'undo_deletion'] } },
  })
const status = async (answer: Promise<{ status: number }>) => (await answer).status

/** Signs in, and delivers the mail about it. */
async function signedIn(...how: Parameters<typeof api.signIn>) {
  const signedIn = await api.signIn(...how)
  await api.deliver()
  return signedIn
}

/** Opens a reset link, as the forgot-password endpoint does. */
const openReset = ({ id, email }: { id: string; email: string }) =>
  withAccount(api, id, account => openChallenge(account, 'reset', { address: email, lifetimeMs: minutes(10) }))

/** Asks for a new address, and returns the secret mailed to it. */
async function askForAddress(caller: Caller, email: string): Promise<string> {
  expect(await status(api.call(contract.changeEmail, { email }, caller))).toBe(202)
  const mails = await api.deliver()
  return secretIn(
    mails.find(({ to }) => to === email),
    pages.confirmEmail,
  )
}

describe('PUT /api/restricted/language', () => {
  it('changes the language of the person and of the mails to them, and shows it at once', async () => {
    const user = await api.createUser()
    const { caller } = await signedIn(user)
    for (const language of ['de', null] as const) {
      expect((await api.call(contract.changeLanguage, { language }, caller)).data.language).toBe(language)
      expect((await ask(caller)).data.user.language).toBe(language)
    }
    await api.call(contract.changeLanguage, { language: 'de' }, caller)
    await api.call(forgotPassword, { email: user.email }, { headers: { 'accept-language': 'en' } })
    expect(mailTo(await api.deliver(), user.email).subject).toBe('Setzen Sie Ihr Passwort zurück')
  })

  it('refuses a language that we do not know', async () => {
    const { caller } = await signedIn(await api.createUser())
    const { problem } = await api.call(contract.changeLanguage, { language: 'xx' as 'de' }, caller)
    expect(problem.fields).toEqual({ language: 'This must be one of: en, de.' })
  })
})

describe('PUT /api/restricted/time_zone', () => {
  it('changes the time zone of the person, and shows it at once', async () => {
    const { caller } = await signedIn(await api.createUser())
    expect((await ask(caller)).data.user.timeZone).toBeNull()
    for (const timeZone of ['Europe/Berlin', 'UTC']) {
      expect((await api.call(contract.changeTimeZone, { timeZone }, caller)).data.timeZone).toBe(timeZone)
      expect((await ask(caller)).data.user.timeZone).toBe(timeZone)
    }
  })

  it.each(['Europe/Nowhere', '+01:00', ''])('refuses what is no time zone: %s', async timeZone => {
    const { caller } = await signedIn(await api.createUser())
    const { problem } = await api.call(contract.changeTimeZone, { timeZone }, caller)
    expect(problem.fields).toEqual({ timeZone: 'Choose one of the time zones in the list.' })
  })
})

describe('GET /api/restricted/password', () => {
  it('says when the password was changed, and nothing else about it', async () => {
    const { caller } = await signedIn(await api.createUser())
    const { data } = await api.call(contract.passwordState, {}, caller)
    expect(data).toEqual({ password: { changedAt: expect.any(String), strangersRefusedAt: null } })
  })
})

describe('PATCH /api/restricted/user', () => {
  it('changes or removes the name, and shows the change at once', async () => {
    const { caller } = await signedIn(await api.createUser())
    for (const name of ['Ada Lovelace', null]) {
      expect((await api.call(contract.changeName, { name }, caller)).data.name).toBe(name)
      expect((await ask(caller)).data.user.name).toBe(name)
    }
  })

  it('changes the person of the session, even if the body names another one', async () => {
    const [user, other] = await Promise.all([api.createUser(), api.createUser()])
    const { caller } = await signedIn(user)
    const body = { name: 'Eve', id: other.id, userId: other.id, user: { id: other.id }, email: other.email }
    expect((await api.call(contract.changeName, body, caller)).data.id).toBe(user.id)
    expect(await userRow(other.id)).toMatchObject({ name: null, email: other.email })
    expect(await userRow(user.id)).toMatchObject({ name: 'Eve', email: user.email })
  })

  it('sets only the fields that the contract names', async () => {
    const user = await api.createUser()
    const { caller } = await signedIn(user)
    const before = await userRow(user.id)
    const body = {
      name: 'Eve',
      email: newAddress(),
      createdAt: new Date(0).toISOString(),
      role: 'admin',
      isAdmin: true,
    }
    expect(await status(api.call(contract.changeName, body, caller))).toBe(200)
    expect(await userRow(user.id)).toEqual({ ...before, name: 'Eve', updatedAt: expect.any(Date) })
  })

  it('records an event only if the name is different', async () => {
    const user = await api.createUser()
    const { caller } = await signedIn(user)
    for (const name of ['Ada', 'Ada', 'Eve']) await api.call(contract.changeName, { name }, caller)
    expect(await api.db.auditEvent.count({ where: { userId: user.id, kind: 'name_changed' } })).toBe(2)
  })

  it('allows twenty changes and then refuses, because each change adds an event that is kept', async () => {
    const limited = await replicaOf(api, { limits: true })
    const { caller } = await signedIn(await api.createUser())
    const names = Array.from({ length: 21 }, (_, i) => `Ada ${i}`)
    const statuses = []
    for (const name of names) statuses.push((await limited.call(contract.changeName, { name }, caller)).status)
    expect(statuses).toEqual([...Array(20).fill(200), 429])
  })

  it('refuses a name that is empty, too long, invisible, or could drive a terminal', async () => {
    const { caller } = await signedIn(await api.createUser())
    for (const name of ['  ', 'a'.repeat(101), '\u200b', '\u3164', 'Ada\u001b[2J', 'Ada\nEve', 'Ada\u202eevE'])
      expect((await api.call(contract.changeName, { name }, caller)).problem.fields).toHaveProperty('name')
  })
})

describe('PUT /api/restricted/password', () => {
  const newPassword = 'staple battery horse correct'

  it('changes the password, ends the other sessions, voids mailed links, rotates the token, and sends a mail', async () => {
    const user = await api.createUser()
    const other = await signedIn(user)
    const { caller, session } = await signedIn(user)
    await openReset(user)
    const body = { currentPassword: user.password, newPassword }
    const { data } = await api.call(contract.changePassword, body, caller)
    expect(data.revoked).toBe(1)
    expect((await ask(other.caller)).problem).toMatchObject({ code: 'session_ended', reason: 'password_changed' })
    expect((await ask(caller)).problem.code).toBe('invalid_token')
    expect((await ask({ token: data.token ?? '' })).data.session.id).toBe(session.id)
    expect(await open(user.id)).toBe(0)
    expect((await api.deliver()).map(({ to }) => to)).toEqual([user.email])
    expect((await api.call(signIn, user)).problem.code).toBe('invalid_credentials')
    expect(await status(api.call(signIn, { email: user.email, password: newPassword }))).toBe(200)
  })

  it('confirms the session, because the current password was typed', async () => {
    const user = await api.createUser()
    const { caller } = await signedIn(user)
    const change = { currentPassword: user.password, newPassword: 'another password of mine' }
    const { data } = await api.call(contract.changePassword, change, caller)
    await askForAddress({ token: data.token ?? '' }, newAddress())
  })

  it('gives a browser the new token as a cookie', async () => {
    const user = await api.createUser()
    const { caller, session } = await signedIn(user, { delivery: 'cookie' })
    const body = { currentPassword: user.password, newPassword }
    const { data, response } = await api.call(contract.changePassword, body, caller)
    expect(data).toEqual({ revoked: 0 })
    const [kept] = response.cookies
    expect((await ask({ cookie: `${kept?.name}=${kept?.value}` })).data.session.id).toBe(session.id)
  })

  it('refuses a wrong current password and a short new one, names the field, and changes nothing', async () => {
    const user = await api.createUser()
    const { caller } = await signedIn(user)
    const wrong = await api.call(contract.changePassword, { currentPassword: 'not mine', newPassword }, caller)
    expect(wrong.problem).toMatchObject({
      code: 'invalid_credentials',
      fields: { currentPassword: 'Wrong password.' },
    })
    const short = await api.call(
      contract.changePassword,
      { currentPassword: user.password, newPassword: 'short' },
      caller,
    )
    expect(short.problem).toMatchObject({ code: 'invalid_request', fields: { newPassword: expect.any(String) } })
    expect(await status(ask(caller))).toBe(200)
    expect(await status(api.call(signIn, user))).toBe(200)
    expect(await api.deliver()).toEqual([])
  })

  it('counts no failed attempt if the current password is right, even if the new one is refused', async () => {
    const limited = await replicaOf(api, { limits: true })
    const user = await api.createUser()
    const { caller } = await signedIn(user)
    for (let at = 0; at < 12; at++)
      expect(
        (await limited.call(contract.changePassword, { currentPassword: user.password, newPassword: 'short' }, caller))
          .status,
      ).toBe(400)
  })

  it('verifies and hashes in turns of the queue', async () => {
    const user = await api.createUser()
    const { caller } = await signedIn(user)
    const steps: string[] = []
    const { hash, verify } = api.hasher
    const recording =
      <Args extends unknown[], Answer>(name: string, work: (...args: Args) => Answer) =>
      (...args: Args) => {
        steps.push(name)
        return work(...args)
      }
    const hasher = {
      ...{
        isOutdated: api.hasher.isOutdated,
        load: api.hasher.load,
        hash: recording('hash', hash),
        verify: recording('verify', verify),
      },
      async takeTurn<T>(_turn: unknown, work: () => Promise<T>) {
        steps.push('in')
        return work().finally(() => steps.push('out'))
      },
    }
    const replica = await replicaOf(api, { deps: { hasher } })
    const body = { currentPassword: user.password, newPassword }
    expect((await replica.call(contract.changePassword, body, caller)).status).toBe(200)
    expect(steps).toEqual(['in', 'verify', 'out', 'in', 'hash', 'out'])
  })

  it('is refused if a reset changes the password after it was verified', async () => {
    const user = await api.createUser()
    const { caller } = await signedIn(user)
    const { hash } = api.hasher
    onTestFinished(() => {
      api.hasher.hash = hash
    })
    api.hasher.hash = async password => {
      await api.db.password.update({ where: { userId: user.id }, data: { hash: 'of a reset' } })
      return hash(password)
    }
    const body = { currentPassword: user.password, newPassword }
    expect((await api.call(contract.changePassword, body, caller)).problem.code).toBe('invalid_credentials')
    expect((await api.db.password.findUniqueOrThrow({ where: { userId: user.id } })).hash).toBe('of a reset')
    expect(await status(ask(caller))).toBe(200)
  })

  it('changes the password once when 16 requests arrive at once, to the one whose response says so', async () => {
    const user = await api.createUser()
    const { caller } = await signedIn(user)
    const chosen = Array.from({ length: 16 }, (_, at) => `${newPassword} ${at}`)
    const answers = await Promise.all(
      chosen.map(newPassword =>
        api.call(contract.changePassword, { currentPassword: user.password, newPassword }, caller),
      ),
    )
    const winners = answers.flatMap(({ status }, at) => (status === 200 ? [at] : []))
    expect(winners).toHaveLength(1)
    for (const [at, password] of chosen.entries())
      expect(await status(api.call(signIn, { email: user.email, password }))).toBe(at === winners[0] ? 200 : 401)
  })
})

describe('POST /api/restricted/email/change', () => {
  it('refuses the address that the person has already, in any spelling, and mails nothing', async () => {
    const user = await api.createUser()
    const { caller } = await signInConfirmed(api, user)
    const { problem } = await api.call(contract.changeEmail, { email: ` ${user.email.toUpperCase()} ` }, caller)
    expect(problem).toMatchObject({ code: 'invalid_request', fields: { email: 'This is already your address.' } })
    expect(await api.deliver()).toEqual([])
    expect(await open(user.id)).toBe(0)
  })

  it('needs a session that the database shows as confirmed within ten minutes', async () => {
    const user = await api.createUser()
    const unconfirmed = await signedIn(user)
    expect((await api.call(contract.changeEmail, { email: newAddress() }, unconfirmed.caller)).problem).toMatchObject({
      code: 'confirmation_required',
      status: 403,
    })
    const { caller } = await signInConfirmed(api, user)
    api.clock.advance(minutes(10) - 1)
    expect(await status(api.call(contract.changeEmail, { email: newAddress() }, caller))).toBe(202)
    api.clock.advance(1)
    expect((await api.call(contract.changeEmail, { email: newAddress() }, caller)).problem.code).toBe(
      'confirmation_required',
    )
    expect(await open(user.id)).toBe(1)

    const { caller: again, session } = await signInConfirmed(api, user)
    expect(await status(api.call(contract.changeEmail, { email: newAddress() }, again))).toBe(202)
    await api.db.session.update({ where: { id: session.id }, data: { confirmedAt: null } })
    expect(await status(api.call(contract.changeEmail, { email: newAddress() }, again))).toBe(403)
  })

  it('changes nothing yet, mails a link to the new address and tells the old one', async () => {
    const user = await api.createUser()
    const { caller } = await signInConfirmed(api, user)
    const email = newAddress()
    const { data } = await api.call(contract.changeEmail, { email: ` ${email.toUpperCase()} ` }, caller)
    expect(data).toEqual({ email })
    expect((await api.deliver()).map(({ to }) => to).sort()).toEqual([email, user.email].sort())
    expect((await userRow(user.id)).email).toBe(user.email)
  })

  it('gives the same response if the address is taken: it mails the owner and the old address, without a link', async () => {
    const [user, owner] = await Promise.all([api.createUser(), api.createUser()])
    const { caller } = await signInConfirmed(api, user)
    expect(await api.call(contract.changeEmail, { email: owner.email }, caller)).toMatchObject({
      status: 202,
      data: { email: owner.email },
    })
    const mails = await api.deliver()
    expect(mails.map(({ to }) => to).sort()).toEqual([owner.email, user.email].sort())
    for (const { text } of mails) expect(text).not.toContain(pages.confirmEmail)
  })

  it('voids an earlier request at once, even if the job of the earlier one runs later', async () => {
    const user = await api.createUser()
    const { caller } = await signInConfirmed(api, user)
    const [first, second, third] = [newAddress(), newAddress(), newAddress()]
    const early = await askForAddress(caller, first)
    await api.call(contract.changeEmail, { email: second }, caller)
    await api.call(contract.changeEmail, { email: third }, caller)
    expect((await api.call(contract.confirmEmail, { token: early }, caller)).problem.code).toBe('invalid_link')
    const recipients = (await api.deliver()).map(({ to }) => to)
    expect(recipients).toContain(third)
    expect(recipients).not.toContain(second)
    expect(await open(user.id)).toBe(1)
  })

  it('stays void, even if its job is making a second link at that moment', async () => {
    const user = await api.createUser()
    const { caller } = await signInConfirmed(api, user)
    await askForAddress(caller, newAddress())
    const [first] = await api.db.challenge.findMany({ where: { userId: user.id, purpose: 'email_change' } })
    const again = jobHandlers(api.deps).find(({ kind }) => kind.name === 'email_change_asked')
    let retry: Promise<void> | undefined
    await withAccount(api, user.id, async account => {
      retry = again?.handle({ challengeId: first?.id }, crypto.randomUUID())
      await waiting(api.db, 1)
      await voidChallenges(account, ['email_change'])
    })
    await retry
    expect(await open(user.id)).toBe(0)
    expect(await api.deliver()).toEqual([])
  })

  it('makes another link if the mail is sent again: either link works, but only once', async () => {
    const user = await api.createUser()
    const { caller } = await signInConfirmed(api, user)
    const email = newAddress()
    await api.call(contract.changeEmail, { email }, caller)
    const { send } = api.deps.mailer
    const lost: string[] = []
    const failing = api.deps.mailer as { send: typeof send }
    failing.send = async mail => {
      if (mail.to !== email) return
      lost.push(secretIn(mail, pages.confirmEmail))
    }
    await api.deliver()
    failing.send = send
    const [challenge] = await api.db.challenge.findMany({ where: { userId: user.id, purpose: 'email_change' } })
    const again = jobHandlers(api.deps).find(({ kind }) => kind.name === 'email_change_asked')
    await again?.handle({ challengeId: challenge?.id }, crypto.randomUUID())
    const [mail] = await api.deliver()
    expect(await status(api.call(contract.confirmEmail, { token: lost[0] ?? '' }, caller))).toBe(200)
    const token = secretIn(mail, pages.confirmEmail)
    expect((await api.call(contract.confirmEmail, { token }, caller)).problem.code).toBe('invalid_link')
  })
})

describe('GET and DELETE /api/restricted/email/change', () => {
  const pendingOf = async (caller: Caller) => (await api.call(contract.pendingEmail, {}, caller)).data.pending

  it('show the address that was asked for last, for as long as its link works', async () => {
    const { caller } = await signInConfirmed(api, await api.createUser())
    expect(await pendingOf(caller)).toBeNull()
    const [first, email] = [newAddress(), newAddress()]
    await askForAddress(caller, first)
    const token = await askForAddress(caller, email)
    const expiresAt = new Date(api.clock.now().getTime() + hours(24)).toISOString()
    expect(await pendingOf(caller)).toEqual({ email, expiresAt })
    expect(await pendingOf((await signedIn(await api.createUser())).caller)).toBeNull()
    await api.call(contract.confirmEmail, { token }, caller)
    expect(await pendingOf(caller)).toBeNull()
    await api.deliver()
  })

  it('do not show whether the address has an owner', async () => {
    const owner = await api.createUser()
    for (const email of [newAddress(), owner.email]) {
      const { caller } = await signInConfirmed(api, await api.createUser())
      await api.call(contract.changeEmail, { email }, caller)
      await api.deliver()
      expect((await pendingOf(caller))?.email).toBe(email)
    }
  })

  it('withdraw the request: its link no longer works', async () => {
    const { caller } = await signInConfirmed(api, await api.createUser())
    const token = await askForAddress(caller, newAddress())
    expect(await status(api.call(contract.cancelEmail, {}, caller))).toBe(204)
    expect(await pendingOf(caller)).toBeNull()
    expect((await api.call(contract.confirmEmail, { token }, caller)).problem.code).toBe('invalid_link')
    expect(await status(api.call(contract.cancelEmail, {}, caller))).toBe(204)
  })
})

describe('POST /api/users/email/cancel', () => {
  const aboutChange = /Somebody asked to change/
  const kindsOf = async (userId: string) =>
    (await api.db.auditEvent.findMany({ where: { userId, kind: 'email_change_cancelled' } })).map(({ kind }) => kind)

  async function asked() {
    const user = await api.createUser()
    const { caller } = await signInConfirmed(api, user)
    const email = newAddress()
    await api.call(contract.changeEmail, { email }, caller)
    const mails = await api.deliver()
    const mail = mailTo(mails, user.email, aboutChange)
    return {
      user,
      caller,
      mail,
      cancel: secretIn(mail, pages.cancelEmail),
      confirm: secretIn(mailTo(mails, email), pages.confirmEmail),
    }
  }

  it('cancels the change with the button of the mail to the present address, and ends no session', async () => {
    const { caller, mail, cancel, confirm } = await asked()
    expect(mail.text).toContain(`${pages.cancelEmail}#token=${cancel}`)
    expect(mail.text).toContain(`${pages.notMe}#token=`)
    expect(await status(api.call(contract.cancelEmailByLink, { token: cancel }))).toBe(204)
    expect((await api.call(contract.confirmEmail, { token: confirm }, caller)).problem.code).toBe('invalid_link')
    expect((await api.call(contract.pendingEmail, {}, caller)).data.pending).toBeNull()
  })

  it('succeeds again if its answer was lost, until another change is asked for', async () => {
    const { user, caller, cancel } = await asked()
    for (let i = 0; i < 2; i++) expect(await status(api.call(contract.cancelEmailByLink, { token: cancel }))).toBe(204)
    expect(await kindsOf(user.id)).toHaveLength(1)
    await api.call(contract.changeEmail, { email: newAddress() }, caller)
    expect((await api.call(contract.cancelEmailByLink, { token: cancel })).problem.code).toBe('invalid_link')
    await api.deliver()
  })

  it('records and logs that the change was cancelled, by mail or in the settings, but only if one was asked for', async () => {
    api.logLines.length = 0
    const byMail = await asked()
    await api.call(contract.cancelEmailByLink, { token: byMail.cancel })
    const inSettings = await asked()
    for (let i = 0; i < 2; i++) await api.call(contract.cancelEmail, {}, inSettings.caller)
    for (const { user } of [byMail, inSettings]) expect(await kindsOf(user.id)).toEqual(['email_change_cancelled'])
    const logged = api.logLines.map(line => JSON.parse(line)).filter(({ event }) => event === 'email_change_cancelled')
    expect(logged.map(({ userId }) => userId)).toEqual([byMail.user.id, inSettings.user.id])
  })

  it('is refused once the change has happened, was withdrawn, or another one was asked for', async () => {
    const changed = await asked()
    await api.call(contract.confirmEmail, { token: changed.confirm }, changed.caller)
    const withdrawn = await asked()
    await api.call(contract.cancelEmail, {}, withdrawn.caller)
    const replaced = await asked()
    await api.call(contract.changeEmail, { email: newAddress() }, replaced.caller)
    for (const { cancel } of [changed, withdrawn, replaced])
      expect((await api.call(contract.cancelEmailByLink, { token: cancel })).problem.code).toBe('invalid_link')
    expect((await api.call(contract.pendingEmail, {}, replaced.caller)).data.pending).not.toBeNull()
    await api.deliver()
  })
})

describe('POST /api/restricted/email/confirm', () => {
  it('sets the new address, ends the other sessions, voids links mailed to the old one, and mails both', async () => {
    const user = await api.createUser()
    const other = await signedIn(user)
    const { caller } = await signInConfirmed(api, user)
    const email = newAddress()
    const token = await askForAddress(caller, email)
    await openReset(user)
    expect((await api.call(contract.confirmEmail, { token }, caller)).data).toMatchObject({ id: user.id, email })
    expect((await ask(caller)).data.user.email).toBe(email)
    expect((await ask(other.caller)).problem).toMatchObject({ code: 'session_ended', reason: 'email_changed' })
    expect(await open(user.id)).toBe(0)
    expect((await api.deliver()).map(({ to }) => to).sort()).toEqual([email, user.email].sort())
    expect((await api.call(signIn, user)).problem.code).toBe('invalid_credentials')
    expect(await status(api.call(signIn, { email, password: user.password }))).toBe(200)
    expect((await api.call(contract.confirmEmail, { token }, caller)).problem.code).toBe('invalid_link')
  })

  it('refuses an address that another person lost recently, and a link made before that person had it', async () => {
    const { caller } = await signInConfirmed(api, await api.createUser())
    const address = newAddress()
    const token = await askForAddress(caller, address)
    const { secretHash } = await api.db.challenge.findFirstOrThrow({ where: { address } })
    const owner = await api.createUser(address)
    expect((await api.call(contract.confirmEmail, { token }, caller)).problem.code).toBe('invalid_link')
    await api.db.challenge.updateMany({ where: { address, purpose: 'email_change' }, data: { secretHash } })
    const owners = await signInConfirmed(api, owner)
    const away = await askForAddress(owners.caller, newAddress())
    expect(await status(api.call(contract.confirmEmail, { token: away }, owners.caller))).toBe(200)
    expect((await api.call(contract.confirmEmail, { token }, caller)).problem.code).toBe('invalid_link')
    await api.deliver()
  })

  it('stays void after another person gets the address and is then deleted', async () => {
    const user = await api.createUser()
    const { caller } = await signInConfirmed(api, user)
    const address = newAddress()
    const token = await askForAddress(caller, address)
    const { id } = await api.createUser(address)
    await api.db.user.delete({ where: { id } })
    expect((await api.call(contract.confirmEmail, { token }, caller)).problem.code).toBe('invalid_link')
    const { data } = await api.call(exportUser, {}, caller)
    expect(data.challenges).toContainEqual(expect.objectContaining({ address, usedAt: null }))
  })

  it('accepts the former address again while its mail can still undo the change', async () => {
    const user = await api.createUser()
    const { caller } = await signInConfirmed(api, user)
    const there = await askForAddress(caller, newAddress())
    expect(await status(api.call(contract.confirmEmail, { token: there }, caller))).toBe(200)
    await api.deliver()
    const back = await askForAddress(caller, user.email)
    expect((await api.call(contract.confirmEmail, { token: back }, caller)).data.email).toBe(user.email)
  })

  it('refuses a link that is forged, for another purpose, expired, or another person’s, which stays open', async () => {
    const [user, stranger] = await Promise.all([api.createUser(), api.createUser()])
    const { caller } = await signInConfirmed(api, user)
    const token = await askForAddress(caller, newAddress())
    const refused = async (secret: string, by = caller) =>
      expect((await api.call(contract.confirmEmail, { token: secret }, by)).problem).toMatchObject({
        code: 'invalid_link',
        status: 400,
      })
    await refused('lk_forged')
    await refused((await openReset(user)).secret)
    await refused(token, (await signedIn(stranger)).caller)
    expect((await api.call(contract.confirmEmail, { token })).problem.code).toBe('missing_token')
    expect(await open(user.id)).toBe(2)
    api.clock.advance(hours(24))
    await refused(token, (await signedIn(user)).caller)
    expect((await userRow(user.id)).email).toBe(user.email)
  })

  it('changes nothing if another person got the address in the meantime', async () => {
    const user = await api.createUser()
    const other = await signedIn(user)
    const { caller } = await signInConfirmed(api, user)
    const email = newAddress()
    const token = await askForAddress(caller, email)
    await api.createUser(email)
    expect((await api.call(contract.confirmEmail, { token }, caller)).problem.code).toBe('invalid_link')
    expect((await userRow(user.id)).email).toBe(user.email)
    expect(await status(ask(other.caller))).toBe(200)
    expect(await api.deliver()).toEqual([])
  })

  it('races the creation of a person with the same address: only one gets it', async () => {
    for (let round = 0; round < 10; round++) {
      const user = await api.createUser()
      const { caller } = await signInConfirmed(api, user)
      const email = newAddress()
      const token = await askForAddress(caller, email)
      const [confirmed, made] = await Promise.all([
        api.call(contract.confirmEmail, { token }, caller),
        api.createUser(email).then(
          () => true,
          () => false,
        ),
      ])
      expect(confirmed.status === 200).toBe(!made)
      if (made) expect(confirmed.problem.code).toBe('invalid_link')
    }
  })
})

describe('POST /api/restricted/user/export', () => {
  it('needs a confirmed session, and returns a file of all stored data without any hash', async () => {
    const user = await api.createUser()
    const first = await signedIn(user, {}, { headers: { 'user-agent': 'curl/8.5.0' } })
    expect((await api.call(exportUser, {}, first.caller)).problem.code).toBe('confirmation_required')
    const { caller, session } = await signInConfirmed(api, user)
    const email = newAddress()
    await api.call(contract.changeEmail, { email }, caller)
    const { data, response } = await api.call(exportUser, {}, caller)
    expect(response.headers).toMatchObject({
      'content-disposition': `attachment; filename="${brand.fileName}-export.json"`,
      'content-type': expect.stringContaining('application/json'),
      'cache-control': 'no-store',
    })
    expect(data).toMatchObject({
      user: { id: user.id, email: user.email },
      password: { changedAt: expect.any(String), disabledAt: null },
    })
    expect(data.user).toMatchObject({ updatedAt: expect.any(String), disabledAt: null })
    const asked = { purpose: 'email_change', address: email, usedAt: null }
    expect(data.challenges).toContainEqual(expect.objectContaining(asked))
    expect(data.sessions).toHaveLength(2)
    expect(data.sessions).toContainEqual(expect.objectContaining({ id: session.id, current: true, methods: ['pwd'] }))
    expect(data.sessions).toContainEqual(expect.objectContaining({ userAgent: 'curl/8.5.0' }))
    const own = data.sessions.find(({ current }) => current)
    expect(own).toMatchObject({ remembered: false, authenticatedAt: own?.createdAt, confirmedAt: expect.any(String) })
    expect(data.devices.map(({ id }) => id)).toContain(own?.deviceId)
    expect(data.challenges).toContainEqual(expect.objectContaining({ notice: 'signed_in', tries: 0 }))
    expect(data.jobs).toContainEqual(expect.objectContaining({ kind: 'notice', ip: '127.0.0.1' }))
    expect(response.body).not.toMatch(/hash|lk_|fast\$/i)
  })

  it('returns 401 if the person is purged while the export is made', async () => {
    const user = await api.createUser()
    const { caller } = await signInConfirmed(api, user)
    const $transaction = async (work: Parameters<typeof api.db.$transaction>[0]) => {
      const done = await api.db.$transaction(work)
      await api.db.user.deleteMany({ where: { id: user.id } })
      return done
    }
    const db = { $transaction, user: api.db.user, challenge: api.db.challenge } as unknown as Database
    const { problem } = await (await replicaOf(api, { deps: { db, withPrepared: api.deps.withPrepared } })).call(
      exportUser,
      {},
      caller,
    )
    expect(problem.code).toBe('invalid_token')
  })

  it('does not show whether a requested address has an owner, a deleted owner, or none', async () => {
    const [owner, left] = await Promise.all([api.createUser(), api.createUser()])
    await api.db.user.update({ where: { id: left.id }, data: { deletedAt: api.clock.now() } })
    const shown = []
    for (const email of [newAddress(), owner.email, left.email]) {
      const { caller } = await signInConfirmed(api, await api.createUser())
      await api.call(contract.changeEmail, { email }, caller)
      await api.deliver()
      const { data } = await api.call(exportUser, {}, caller)
      const asked = data.challenges.filter(({ purpose }) => purpose === 'email_change')
      shown.push(asked.map(challenge => ({ ...challenge, address: challenge.address === email })))
    }
    expect(shown[0]).toHaveLength(1)
    expect(shown).toEqual([shown[0], shown[0], shown[0]])
  })
})

describe('DELETE /api/restricted/user', () => {
  it('needs a confirmed session; then ends every session, voids mailed links, and sends a mail', async () => {
    const user = await api.createUser()
    const other = await signedIn(user)
    expect((await api.call(contract.deleteUser, {}, other.caller)).problem.code).toBe('confirmation_required')
    const { caller } = await signInConfirmed(api, user, { delivery: 'cookie' })
    await openReset(user)
    const { status: left, response } = await api.call(contract.deleteUser, {}, caller)
    expect(left).toBe(200)
    expect(response.headers['set-cookie']).toMatch(/^__Host-latchkey=; Max-Age=0;/)
    for (const each of [caller, other.caller])
      expect((await ask(each)).problem).toMatchObject({ code: 'session_ended', reason: 'account_deleted' })
    expect(await open(user.id)).toBe(0)
    expect((await userRow(user.id)).deletedAt).toEqual(api.clock.now())
    expect(await api.db.session.count({ where: { userId: user.id, revokedAt: null } })).toBe(0)
    expect((await api.deliver()).map(({ to }) => to)).toEqual([user.email])
    expect((await api.call(signIn, user)).problem.code).toBe('invalid_credentials')
  })

  it('can be undone for ten minutes by the page that asked, which gives no access', async () => {
    const user = await api.createUser()
    const { caller } = await signInConfirmed(api, user)
    const { undo: token } = (await api.call(contract.deleteUser, {}, caller)).data
    expect((await api.call(keepAccount, { token })).problem.code).toBe('invalid_link')
    expect((await api.call(contract.undoDeletion, { token })).status).toBe(204)
    expect((await ask(caller)).problem).toMatchObject({ code: 'session_ended', reason: 'account_deleted' })
    expect((await userRow(user.id)).deletedAt).toBeNull()
    expect((await api.call(signIn, user)).status).toBe(200)
    await api.deliver()
  })

  it('is undone once, and says so again if the answer was lost', async () => {
    const user = await api.createUser()
    const { caller } = await signInConfirmed(api, user)
    const { undo: token } = (await api.call(contract.deleteUser, {}, caller)).data
    await api.deliver()
    for (let i = 0; i < 2; i++) expect((await api.call(contract.undoDeletion, { token })).status).toBe(204)
    expect(await api.db.auditEvent.count({ where: { userId: user.id, kind: 'account_restored' } })).toBe(1)
    expect(await api.deliver()).toHaveLength(1)
  })

  it('tells the person by mail that it was undone, with a button for who did not do it', async () => {
    const user = await api.createUser()
    const { caller } = await signInConfirmed(api, user)
    const { undo: token } = (await api.call(contract.deleteUser, {}, caller)).data
    await api.deliver()
    await api.call(contract.undoDeletion, { token })
    const mail = mailTo(await api.deliver(), user.email, /Your account is back/)
    expect(mail.text).toContain(`${pages.notMe}#token=`)
  })

  it('is undone neither after ten minutes, nor by the secret of an earlier deletion', async () => {
    const user = await api.createUser()
    const remove = async () => (await api.call(contract.deleteUser, {}, (await signInConfirmed(api, user)).caller)).data
    const first = await remove()
    await api.call(contract.undoDeletion, { token: first.undo })
    const second = await remove()
    expect((await api.call(contract.undoDeletion, { token: first.undo })).problem.code).toBe('invalid_link')
    api.clock.advance(minutes(10))
    expect((await api.call(contract.undoDeletion, { token: second.undo })).problem.code).toBe('invalid_link')
    expect((await userRow(user.id)).deletedAt).not.toBeNull()
  })

  it('leaves no live session when it races sign-ins', async () => {
    for (let round = 0; round < 5; round++) {
      const user = await api.createUser()
      const { caller } = await signInConfirmed(api, user)
      const [left, ...signedIn] = await Promise.all([
        api.call(contract.deleteUser, {}, caller),
        ...Array.from({ length: 8 }, () => api.call(signIn, user)),
      ])
      expect(left.status).toBe(200)
      for (const { status } of signedIn) expect([200, 401]).toContain(status)
      expect(await api.db.session.count({ where: { userId: user.id, revokedAt: null } })).toBe(0)
    }
  })

  it('is refused if the session ends while the request waits for the lock', async () => {
    const user = await api.createUser()
    const { caller } = await signInConfirmed(api, user)
    const { asked } = await endedMeanwhile(api, user.id, () => api.call(contract.deleteUser, {}, caller))
    expect((await asked).problem).toMatchObject({ code: 'session_ended', reason: 'not_me' })
    expect((await userRow(user.id)).deletedAt).toBeNull()
  })
})
