import { createHash } from 'node:crypto'
import { cancelEmailByLink } from '@latchkey/contracts/auth/account'
import { keepFactors } from '@latchkey/contracts/auth/lost-factors'
import { forgotPassword, keepAccount, notMe, resetPassword } from '@latchkey/contracts/auth/recovery'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signUp, verify } from '@latchkey/contracts/auth/sign-up'
import { pages } from '@latchkey/contracts/pages'
import { describe, expect, it } from 'vitest'
import { withAccount } from '../../../testing/account.ts'
import { cookiesOf } from '../../../testing/call-endpoint.ts'
import { mailTo, secretIn } from '../../../testing/mails.ts'
import { days } from '../../../testing/movable-clock.ts'
import { testApi } from '../../../testing/test.ts'
import { closeAccount } from '../account/changes.ts'
import { openChallenge } from './service.ts'
import { findOpen } from './store.ts'

const api = await testApi()
const password = 'a password of my own'

/** The endpoints that take a secret. */
const endpoints = {
  sign_up: (token: string) => api.call(verify, { token, password }),
  reset: (token: string) => api.call(resetPassword, { token, password }),
  not_me: (token: string) => api.call(notMe, { token }),
  keep: (token: string) => api.call(keepAccount, { token }),
  cancel_email: (token: string) => api.call(cancelEmailByLink, { token }),
  keep_factors: (token: string) => api.call(keepFactors, { token }),
}

/** One genuine secret of each kind. */
async function secrets() {
  const email = `${crypto.randomUUID()}@example.com`
  const { response } = await api.call(signUp, { email, password }, { sameOrigin: true })
  const user = await api.createUser()
  const { caller } = await api.signIn(user)
  const browser = await api.signIn(user, { delivery: 'cookie' })
  await api.call(forgotPassword, { email: user.email })
  const left = await api.createUser()
  await withAccount(api, left.id, account => closeAccount(account, 'account_deleted'))
  const mails = await api.deliver()
  const change = { address: 'new@example.com', lifetimeMs: days(1) }
  const { secret } = await withAccount(api, user.id, account => openChallenge(account, 'email_change', change))
  const another = await api.createUser()
  const cancel = await withAccount(api, another.id, account => openChallenge(account, 'cancel_email', change))
  const keepsFactors = await withAccount(api, another.id, account => openChallenge(account, 'keep_factors', change))
  const [session = '', device = ''] = (browser.caller.cookie ?? '').split('; ').map(cookie => cookie.split('=')[1])
  return {
    sign_up: secretIn(mailTo(mails, email)),
    reset: secretIn(mailTo(mails, user.email, /Reset/)),
    not_me: secretIn(mails.find(({ to, subject }) => to === user.email && /sign-in/.test(subject))),
    keep: secretIn(mailTo(mails, left.email)),
    email_change: secret,
    cancel_email: cancel.secret,
    keep_factors: keepsFactors.secret,
    session: caller.token ?? '',
    'session in a cookie': session,
    device,
    'sign-up browser': cookiesOf(response).split('=')[1] ?? '',
  }
}

describe('a secret', () => {
  it('for one purpose is not valid for any other', async () => {
    const all = await secrets()
    for (const [made, token] of Object.entries(all)) {
      for (const [meant, use] of Object.entries(endpoints))
        if (made !== meant) expect((await use(token)).problem.code, `${made} as ${meant}`).toBe('invalid_link')
      const { status } = await api.call(currentSession, {}, { token })
      expect(status, `${made} as a bearer token`).toBe(made === 'session' ? 200 : 401)
    }
    for (const [meant, use] of Object.entries(endpoints))
      expect((await use(all[meant as keyof typeof endpoints])).status).toBeLessThan(300)
    await api.deliver()
  })

  it('is found for its own purpose only, even if one key signs all', async () => {
    const { id } = await api.createUser()
    const reset = { address: 'ada@example.com', lifetimeMs: days(1) }
    const { secret } = await withAccount(api, id, account => openChallenge(account, 'reset', reset))
    const found = (purpose: string) => findOpen(api.db, purpose, hashOf(secret), api.clock.now())
    expect((await found('reset'))?.userId).toBe(id)
    expect(await found('not_me')).toBeNull()
  })

  it('that is forged, cut, used or unknown always gets the same response', async () => {
    const all = await secrets()
    for (const [meant, use] of Object.entries(endpoints)) {
      const token = all[meant as keyof typeof endpoints]
      const forged = `${token.slice(0, -1)}${token.endsWith('A') ? 'Q' : 'A'}`
      const unknown = (await secrets())[meant as keyof typeof endpoints]
      await api.db.challenge.deleteMany({ where: { createdAt: api.clock.now(), secretHash: hashOf(unknown) } })
      await use(token)
      const answers = []
      for (const wrong of [forged, token.slice(0, 40), 'anything', token, unknown]) {
        const { problem } = await use(wrong)
        answers.push({ ...problem, requestId: '' })
      }
      expect(new Set(answers.map(answer => JSON.stringify(answer))).size).toBe(1)
      expect(answers[0]).toMatchObject({ status: 400, code: 'invalid_link' })
      await api.deliver()
    }
  })

  it('that is forged causes no database query', async () => {
    for (const use of Object.values(endpoints)) {
      api.queries.length = 0
      await use(`lk_${'A'.repeat(86)}`)
      expect(api.queries).toEqual([])
    }
  })

  it('is not used up when its link is opened: five GET requests change nothing', async () => {
    const all = await secrets()
    const before = await state()
    for (const url of [...Object.values(pages), ...Object.values(pathsOfSecrets)])
      for (let i = 0; i < 5; i++)
        for (const token of [all.sign_up, all.reset, all.not_me, all.keep, all.cancel_email, all.keep_factors])
          await api.app.inject({ method: 'GET', url: `${url}?token=${token}`, headers: { accept: 'text/html' } })
    expect(await state()).toEqual(before)
    for (const [meant, use] of Object.entries(endpoints))
      expect((await use(all[meant as keyof typeof endpoints])).status).toBeLessThan(300)
    await api.deliver()
  })
})

const pathsOfSecrets = [
  verify.path,
  resetPassword.path,
  notMe.path,
  keepAccount.path,
  cancelEmailByLink.path,
  keepFactors.path,
]

const state = async () => ({
  challenges: await api.db.challenge.findMany({ orderBy: { id: 'asc' } }),
  passwords: await api.db.password.findMany({ orderBy: { userId: 'asc' } }),
  users: await api.db.user.count(),
})

const hashOf = (token: string) =>
  new Uint8Array(
    createHash('sha256')
      .update(Buffer.from(token.slice(3), 'base64url').subarray(0, 32))
      .digest(),
  )
