import { changeEmail, confirmEmail } from '@latchkey/contracts/auth/account'
import { factors } from '@latchkey/contracts/auth/factors'
import { askForFactorReset, cancelFactorReset, keepFactors } from '@latchkey/contracts/auth/lost-factors'
import { forgotPassword, notMe, resetPassword } from '@latchkey/contracts/auth/recovery'
import { proveFactor } from '@latchkey/contracts/auth/second-step'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { pages } from '@latchkey/contracts/pages'
import { describe, expect, it } from 'vitest'
import { withAccount } from '../../../testing/account.ts'
import type { Caller } from '../../../testing/call-endpoint.ts'
import { mailTo, secretIn, wordsOf } from '../../../testing/mails.ts'
import { days, hours, minutes } from '../../../testing/movable-clock.ts'
import { testApi } from '../../../testing/test.ts'
import { beginSignIn, codeOf, createUserWithApp, finishSignIn } from '../../../testing/totp.ts'
import { disableUser, enableUser } from '../account/changes.ts'
import { continueResets } from './jobs.ts'

const api = await testApi()

const ask = async (user: { email: string; password: string }) =>
  api.call(askForFactorReset, { challenge: (await beginSignIn(api, user)).challenge })

/** A person who asked, and the mail about it. */
async function whoAsked() {
  const { user, secret } = await createUserWithApp(api)
  // The button of the mail about the app has expired.
  api.clock.advance(days(15))
  const { caller } = await finishSignIn(api, secret, await beginSignIn(api, user))
  await api.deliver()
  const { accepted } = await ask(user)
  const mail = mailTo(await api.deliver(), user.email, /will be removed in 7 days/)
  return { user, secret, caller, mail, resetAt: accepted.resetAt, button: secretIn(mail, pages.keepFactors) }
}

const resetAtFor = async (caller: Caller) => (await api.call(factors, {}, caller)).data.resetAt
const apps = (userId: string) => api.db.totpApp.count({ where: { userId } })
const kinds = async (userId: string) =>
  (await api.db.auditEvent.findMany({ where: { userId }, orderBy: { id: 'asc' } })).map(({ kind }) => kind)

describe('a person who lost every second factor', () => {
  it('gets rid of them after seven days: codes, trust and sessions end, and each step is mailed and recorded', async () => {
    const { user, caller, mail, resetAt } = await whoAsked()
    expect(new Date(resetAt).getTime()).toBe(api.clock.now().getTime() + days(7))
    expect(wordsOf(mail)).toContain('Keep my second factors')
    expect(await resetAtFor(caller)).toBe(resetAt)
    await api.db.device.updateMany({ where: { userId: user.id }, data: { trustedUntil: new Date(resetAt) } })

    api.clock.advance(days(6) - minutes(1))
    await continueResets(api.deps)
    expect(await api.deliver()).toEqual([])
    api.clock.advance(minutes(1))
    for (let i = 0; i < 2; i++) await continueResets(api.deps)
    const reminder = mailTo(await api.deliver(), user.email)
    expect(reminder.subject).toBe('Your second factors will be removed within a day')
    expect(secretIn(reminder, pages.keepFactors)).toBeTruthy()

    api.clock.advance(days(1) - 1)
    await continueResets(api.deps)
    expect(await apps(user.id)).toBe(1)
    api.clock.advance(1)
    const live = { lastSeenAt: api.clock.now(), expiresAt: new Date(api.clock.now().getTime() + hours(1)) }
    await api.db.session.updateMany({ where: { userId: user.id }, data: live })
    await continueResets(api.deps)
    expect(await apps(user.id)).toBe(0)
    expect(await api.db.recoveryCode.count({ where: { userId: user.id } })).toBe(0)
    expect(await api.db.device.count({ where: { userId: user.id, trustedUntil: { not: null } } })).toBe(0)
    expect((await api.call(currentSession, {}, caller)).problem.reason).toBe('factors_removed')
    expect(mailTo(await api.deliver(), user.email).subject).toBe('Your second factors were removed')
    expect(await kinds(user.id)).toEqual(
      expect.arrayContaining(['factor_reset_asked', 'totp_removed', 'factors_reset']),
    )
    expect((await api.call(signIn, user)).status).toBe(200)
  })

  it('may also have proven only the mailbox, by a reset of the password', async () => {
    const { user } = await createUserWithApp(api)
    await api.call(forgotPassword, { email: user.email })
    const token = secretIn(mailTo(await api.deliver(), user.email, /Reset/))
    const password = 'another password of mine'
    await api.call(resetPassword, { token, password })
    const again = { email: user.email, password }
    expect((await ask(again)).status).toBe(202)
    await api.deliver()
  })

  it('has one request at a time: asking again neither mails again nor moves the day', async () => {
    const { user, resetAt } = await whoAsked()
    api.clock.advance(days(3))
    expect((await ask(user)).accepted.resetAt).toBe(resetAt)
    expect((await api.deliver()).filter(({ subject }) => /second factor/.test(subject))).toEqual([])
  })

  it('cannot be hurried: 64 requests at once are one', async () => {
    const { user } = await createUserWithApp(api)
    await api.deliver()
    const begun = []
    for (let count = 0; count < 64; count++) begun.push(await beginSignIn(api, user))
    await Promise.all(begun.map(({ challenge }) => api.call(askForFactorReset, { challenge })))
    expect(await api.db.challenge.count({ where: { userId: user.id, purpose: 'factor_reset' } })).toBe(1)
    mailTo(await api.deliver(), user.email, /will be removed/)
  })

  it('needs an unfinished sign-in: one that is open, and of the same browser', async () => {
    const { user, secret } = await createUserWithApp(api)
    const { challenge } = await beginSignIn(api, user)
    await api.call(proveFactor, { challenge, method: 'totp', code: codeOf(api, secret) })
    const begun = await beginSignIn(api, user, { delivery: 'cookie' })
    const late = await beginSignIn(api, user)
    for (const wrong of ['lk_forged', challenge, begun.challenge])
      expect((await api.call(askForFactorReset, { challenge: wrong })).problem.code).toBe('invalid_challenge')
    expect((await api.call(askForFactorReset, { challenge: begun.challenge }, begun.caller)).status).toBe(202)
    api.clock.advance(minutes(10))
    expect((await api.call(askForFactorReset, { challenge: late.challenge })).problem.code).toBe('invalid_challenge')
    await api.deliver()
  })

  it('asks for nothing once the account is disabled, and gets nothing if that happens during the wait', async () => {
    const { user } = await whoAsked()
    const { challenge } = await beginSignIn(api, user)
    await withAccount(api, user.id, disableUser)
    expect((await api.call(askForFactorReset, { challenge })).problem.code).toBe('invalid_challenge')
    api.clock.advance(days(7))
    await continueResets(api.deps)
    expect(await apps(user.id)).toBe(1)
    const other = await whoAsked()
    await withAccount(api, other.user.id, disableUser)
    await withAccount(api, other.user.id, enableUser)
    api.clock.advance(days(7))
    await continueResets(api.deps)
    expect(await apps(other.user.id)).toBe(1)
    await api.deliver()
  })

  it('waits on while the clock is not trusted', async () => {
    const { user } = await whoAsked()
    api.clock.advance(days(7))
    await continueResets({ ...api.deps, clock: { ...api.deps.clock, isTrusted: () => false } })
    expect(await apps(user.id)).toBe(1)
  })
})

const signInWithApp = async (user: { email: string; password: string }, secret: string) => {
  const { challenge } = await beginSignIn(api, user)
  const { data } = await api.call(proveFactor, { challenge, method: 'totp', code: codeOf(api, secret) })
  return { caller: { token: data.token ?? '' } satisfies Caller }
}

describe('a request to remove all second factors', () => {
  /** Each way to cancel it. */
  const ways = {
    'by the button of the mail, and once more': async ({ button }) => {
      for (let i = 0; i < 2; i++) expect((await api.call(keepFactors, { token: button })).status).toBe(204)
    },
    'in a session, and once more': async ({ caller }) => {
      for (let i = 0; i < 2; i++) expect((await api.call(cancelFactorReset, {}, caller)).status).toBe(204)
    },
    'by a sign-in with a second factor': async ({ user, secret }) => void (await signInWithApp(user, secret)),
    'by “This wasn’t me”': async ({ mail }) => {
      expect((await api.call(notMe, { token: secretIn(mail, pages.notMe) })).status).toBe(204)
    },
  } satisfies Record<string, (asked: Awaited<ReturnType<typeof whoAsked>>) => Promise<void>>

  it.each(Object.entries(ways))('is cancelled %s', async (_way, cancel) => {
    const asked = await whoAsked()
    await cancel(asked)
    api.clock.advance(days(8))
    await continueResets(api.deps)
    expect(await apps(asked.user.id)).toBe(1)
    expect(await kinds(asked.user.id)).not.toContain('factors_reset')
    await api.deliver()
  })

  it('is cancelled without ending a session, and records it once', async () => {
    const { user, caller, button } = await whoAsked()
    await api.call(keepFactors, { token: button })
    await api.call(cancelFactorReset, {}, caller)
    expect((await api.call(currentSession, {}, caller)).status).toBe(200)
    expect(await resetAtFor(caller)).toBeNull()
    expect((await kinds(user.id)).filter(kind => kind === 'factor_reset_cancelled')).toHaveLength(1)
  })

  it('is not touched by a sign-in with the password alone, nor by the session of another person', async () => {
    const { user, caller, resetAt } = await whoAsked()
    await beginSignIn(api, user)
    const other = await api.signIn(await api.createUser())
    await api.call(cancelFactorReset, {}, other.caller)
    expect(await resetAtFor(caller)).toBe(resetAt)
    await api.deliver()
  })

  it('has a button that is worth nothing for a later request', async () => {
    const { user, button } = await whoAsked()
    await api.call(keepFactors, { token: button })
    const { status } = await ask(user)
    expect(status).toBe(202)
    expect((await api.call(keepFactors, { token: button })).problem.code).toBe('invalid_link')
    await api.deliver()
  })

  it('is mailed to a former address that can reclaim the account too, and can be cancelled there', async () => {
    const { user, caller } = await createUserWithApp(api)
    const email = `new-${user.email}`
    await api.call(changeEmail, { email }, caller)
    const link = secretIn(mailTo(await api.deliver(), email), pages.confirmEmail)
    expect((await api.call(confirmEmail, { token: link }, caller)).status).toBe(200)
    await api.deliver()
    await ask({ email, password: user.password })
    const mails = await api.deliver()
    mailTo(mails, email, /will be removed/)
    const former = mailTo(mails, user.email, /will be removed/)
    expect((await api.call(keepFactors, { token: secretIn(former, pages.keepFactors) })).status).toBe(204)
    expect(await resetAtFor(caller)).toBeNull()
  })
})

const limited = await testApi({ limits: true })

describe('requests after a cancelled one', () => {
  /** Asks three times; each request is cancelled. */
  async function askThrice(user: { email: string; password: string }) {
    const answers = []
    for (let count = 0; count < 3; count++) {
      const { challenge, caller } = await beginSignIn(limited, user)
      const answer = await limited.call(askForFactorReset, { challenge }, caller)
      answers.push(answer.status)
      await limited.db.challenge.updateMany({
        where: { purpose: 'factor_reset' },
        data: { usedAt: limited.clock.now() },
      })
      limited.clock.advance(minutes(11))
    }
    return answers
  }

  it('are limited: the third one has to wait for a day', async () => {
    const { user } = await createUserWithApp(limited)
    expect(await askThrice(user)).toEqual([202, 202, 429])
    limited.clock.advance(hours(24))
    const { challenge } = await beginSignIn(limited, user)
    expect((await limited.call(askForFactorReset, { challenge })).status).toBe(202)
  })

  it('are counted anew after another password', async () => {
    const { user } = await createUserWithApp(limited)
    expect(await askThrice(user)).toEqual([202, 202, 429])
    await limited.deliver()
    await limited.call(forgotPassword, { email: user.email })
    const token = secretIn(mailTo(await limited.deliver(), user.email, /Reset/), pages.reset)
    const password = 'a password that no one else knows'
    expect((await limited.call(resetPassword, { token, password })).status).toBe(204)
    const { challenge } = await beginSignIn(limited, { ...user, password })
    expect((await limited.call(askForFactorReset, { challenge })).status).toBe(202)
  })
})
