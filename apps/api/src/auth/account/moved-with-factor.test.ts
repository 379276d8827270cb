import { changeEmail, confirmEmail } from '@latchkey/contracts/auth/account'
import { confirm } from '@latchkey/contracts/auth/confirmation'
import { askForCode, signInWithCode } from '@latchkey/contracts/auth/email-codes'
import { notMe } from '@latchkey/contracts/auth/recovery'
import { proveFactor } from '@latchkey/contracts/auth/second-step'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { pages } from '@latchkey/contracts/pages'
import { describe, expect, it } from 'vitest'
import { codeIn, mailTo, secretIn } from '../../../testing/mails.ts'
import { minutes } from '../../../testing/movable-clock.ts'
import { testApi } from '../../../testing/test.ts'
import { beginSignIn, codeOf, createUserWithApp } from '../../../testing/totp.ts'

const api = await testApi()

/** A person with an app who has moved to another address, and the mails about it. */
async function whoMoved() {
  const person = await createUserWithApp(api)
  await api.deliver()
  const email = `new-${person.user.email}`
  const before = await beginSignIn(api, person.user)
  await api.call(changeEmail, { email }, person.caller)
  const token = secretIn(mailTo(await api.deliver(), email), pages.confirmEmail)
  expect((await api.call(confirmEmail, { token }, person.caller)).status).toBe(200)
  return { ...person, email, before, mails: await api.deliver() }
}

describe('a change of address of a person with a second factor', () => {
  it('needs that factor: the password confirms no session', async () => {
    const { user, caller } = await createUserWithApp(api)
    api.clock.advance(minutes(10))
    const email = `new-${user.email}`
    expect((await api.call(confirm, { password: user.password }, caller)).problem.code).toBe('invalid_factor')
    expect((await api.call(changeEmail, { email }, caller)).problem.code).toBe('confirmation_required')
    await api.deliver()
  })

  it('keeps the factor: each way in under the new address asks for it', async () => {
    const { user, secret, email } = await whoMoved()
    const { challenge, methods } = await beginSignIn(api, { email, password: user.password })
    expect(methods).toEqual(['totp', 'recovery_code'])
    expect((await api.call(currentSession, {}, { token: challenge })).problem.code).toBe('invalid_token')
    const asked = (await api.call(askForCode, { email })).accepted
    const code = codeIn(mailTo(await api.deliver(), email, /sign-in code/))
    expect((await api.call(signInWithCode, { ...asked, code })).status).toBe(202)
    const proof = { challenge, method: 'totp', code: codeOf(api, secret) } as const
    expect((await api.call(proveFactor, proof)).data.user.email).toBe(email)
  })

  it('ends a sign-in that waits for the factor', async () => {
    const { secret, before } = await whoMoved()
    const proof = { challenge: before.challenge, method: 'totp', code: codeOf(api, secret) } as const
    expect((await api.call(proveFactor, proof)).problem.code).toBe('invalid_challenge')
  })

  it('does not skip the factor when the former address takes the account back', async () => {
    const { user, email, mails } = await whoMoved()
    const button = secretIn(mailTo(mails, user.email), pages.notMe)
    expect((await api.call(notMe, { token: button })).status).toBe(204)
    expect((await api.call(signIn, { email, password: user.password })).status).toBe(401)
    expect(await api.db.totpApp.count({ where: { userId: user.id } })).toBe(1)
    await api.deliver()
  })
})
