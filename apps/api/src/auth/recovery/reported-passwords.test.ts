import { changePassword } from '@latchkey/contracts/auth/account'
import { forgotPassword, notMe, resetPassword } from '@latchkey/contracts/auth/recovery'
import { moreFields } from '@latchkey/contracts/words/en/more-fields'
import { describe, expect, it } from 'vitest'
import type { Caller } from '../../../testing/call-endpoint.ts'
import { mailTo, secretIn } from '../../../testing/mails.ts'
import { days } from '../../../testing/movable-clock.ts'
import { replicaOf, testApi } from '../../../testing/test.ts'
import { purge } from '../../platform/jobs/purge.ts'

const api = await testApi()
const fresh = 'seven lanterns under a bridge'

async function signedInUser() {
  const user = await api.createUser()
  return { user, ...(await api.signIn(user)) }
}

/** Presses the button of the mail with this subject. Returns the token of the reset link that this mails. */
async function reports(email: string, subject: RegExp): Promise<string> {
  const { status } = await api.call(notMe, { token: secretIn(mailTo(await api.deliver(), email, subject)) })
  expect(status).toBe(204)
  return secretIn(mailTo(await api.deliver(), email, /choose a new password/))
}

async function asksForReset(email: string): Promise<string> {
  await api.deliver()
  await api.call(forgotPassword, { email })
  return secretIn(mailTo(await api.deliver(), email))
}

/** The sentence that refuses the password, or undefined if it was accepted. */
async function refusal(token: string, password: string): Promise<string | undefined> {
  const answer = await api.call(resetPassword, { token, password })
  return answer.status === 204 ? undefined : answer.problem.fields?.password
}

async function change(caller: Caller, currentPassword: string, newPassword: string) {
  const answer = await api.call(changePassword, { currentPassword, newPassword }, caller)
  if (answer.status !== 200) return { refusal: answer.problem.fields?.newPassword, caller }
  return { refusal: undefined, caller: { token: answer.data.token ?? '' } }
}

describe('the password that was reported by "this wasn’t me"', () => {
  it('is refused at the reset, whose link stays valid, and in the settings later', async () => {
    const { user } = await signedInUser()
    const token = await reports(user.email, /New sign-in/)
    expect(await refusal(token, user.password)).toBe(moreFields.newPasswordReported)
    expect(await refusal(token, fresh)).toBeUndefined()
    const { caller } = await api.signIn({ email: user.email, password: fresh })
    expect((await change(caller, fresh, user.password)).refusal).toBe(moreFields.newPasswordReported)
    expect(await refusal(await asksForReset(user.email), user.password)).toBe(moreFields.newPasswordReported)
  })

  it('is refused too if the thief has changed it since, and so are the thief’s own, however many there were', async () => {
    const { user, caller } = await signedInUser()
    const thiefs = Array.from({ length: 8 }, (_, at) => `the word of thief number ${at}`)
    let thief = { caller, password: user.password }
    for (const password of thiefs) {
      thief = { caller: (await change(thief.caller, thief.password, password)).caller, password }
      api.clock.advance(1)
    }
    const token = await reports(user.email, /New sign-in/)
    expect(await refusal(token, user.password)).toBe(moreFields.newPasswordReported)
    expect(await refusal(token, thief.password)).toBe(moreFields.newPasswordReported)
    expect(await refusal(token, fresh)).toBeUndefined()
    await api.deliver()
  })

  it('is refused for 400 days', async () => {
    const { user } = await signedInUser()
    expect(await refusal(await reports(user.email, /New sign-in/), fresh)).toBeUndefined()
    api.clock.advance(days(399))
    await purge(api.deps)
    expect(await refusal(await asksForReset(user.email), user.password)).toBe(moreFields.newPasswordReported)
    api.clock.advance(days(2))
    await purge(api.deps)
    expect(await refusal(await asksForReset(user.email), user.password)).toBeUndefined()
    await api.deliver()
  })
})

describe('the present password', () => {
  it('is refused at a reset, and the link stays valid', async () => {
    const user = await api.createUser()
    const token = await asksForReset(user.email)
    expect(await refusal(token, user.password)).toBe(moreFields.newPasswordPresent)
    expect(await refusal(token, fresh)).toBeUndefined()
    await api.deliver()
  })

  it('is refused in the settings, in each form, and costs no attempt', async () => {
    const user = await api.createUser(undefined, 'crème brûlée à midi')
    const { caller } = await api.signIn(user)
    const limited = await replicaOf(api, { limits: true })
    for (const form of Array(6)
      .fill([user.password, user.password.normalize('NFD')])
      .flat()) {
      const { problem } = await limited.call(
        changePassword,
        { currentPassword: user.password, newPassword: form },
        caller,
      )
      expect(problem.fields).toEqual({ newPassword: moreFields.newPasswordPresent })
    }
    expect((await change(caller, user.password, fresh)).refusal).toBeUndefined()
    await api.deliver()
  })

  it('is refused for good once it was disabled', async () => {
    const user = await api.createUser()
    await api.db.password.update({ where: { userId: user.id }, data: { disabledAt: api.clock.now() } })
    expect(await refusal(await asksForReset(user.email), user.password)).toBe(moreFields.newPasswordReported)
    expect(await refusal(await asksForReset(user.email), fresh)).toBeUndefined()
    expect(await refusal(await asksForReset(user.email), user.password)).toBe(moreFields.newPasswordReported)
  })
})

describe('a former password that was not reported', () => {
  it('may be chosen again, and is forgotten after 14 days', async () => {
    const { user, caller } = await signedInUser()
    const changed = await change(caller, user.password, fresh)
    expect((await change(changed.caller, fresh, user.password)).refusal).toBeUndefined()
    api.clock.advance(days(13))
    await purge(api.deps)
    const kept = () => api.db.formerPassword.count({ where: { userId: user.id } })
    expect(await kept()).toBe(2)
    api.clock.advance(days(2))
    await purge(api.deps)
    expect(await kept()).toBe(0)
    await api.deliver()
  })
})
