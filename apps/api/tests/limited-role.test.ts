import { changeName, changePassword, deleteUser } from '@latchkey/contracts/auth/account'
import { listSessions, revokeOtherSessions } from '@latchkey/contracts/auth/devices'
import { forgotPassword, notMe, resetPassword } from '@latchkey/contracts/auth/recovery'
import { currentSession, signOut } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { signUp, verify } from '@latchkey/contracts/auth/sign-up'
import { limitedTo } from '@latchkey/database/testing'
import { expect, it, onTestFinished } from 'vitest'
import { purge } from '../src/platform/jobs/purge.ts'
import { confirmSession } from '../testing/confirmed.ts'
import { mailTo, secretIn } from '../testing/mails.ts'
import { days } from '../testing/movable-clock.ts'
import { replicaOf, testApi } from '../testing/test.ts'
import { warm } from '../testing/warm.ts'

const owner = await testApi()

it('an account works from sign-up to deletion with a role that may only read and write rows', async () => {
  const limited = await limitedTo('latchkey_api', owner.url)
  onTestFinished(() => limited.drop())
  const api = await replicaOf({ ...owner, url: limited.url }, { follows: true })
  const email = 'ada@example.com'
  const [first, second, third] = [
    'the first of her passwords',
    'the second of her passwords',
    'the third of her passwords',
  ]

  expect((await api.call(signUp, { email, password: first })).status).toBe(202)
  expect(
    (await api.call(verify, { token: secretIn(mailTo(await api.deliver(), email)), password: first })).status,
  ).toBe(200)
  const other = await api.signIn({ email, password: first })
  const { caller } = await api.signIn({ email, password: first })
  const button = secretIn(mailTo(await api.deliver(), email))
  await warm(api, caller)
  expect((await api.call(changeName, { name: 'Ada' }, caller)).data.name).toBe('Ada')
  expect((await api.call(revokeOtherSessions, {}, caller)).data.revoked).toBe(1)
  expect((await api.call(currentSession, {}, other.caller)).problem.code).toBe('session_ended')
  expect((await api.call(listSessions, {}, caller)).data).toHaveLength(2)
  const passwords = { currentPassword: first, newPassword: second }
  expect((await api.call(changePassword, passwords, caller)).status).toBe(200)
  await api.deliver()

  await api.call(forgotPassword, { email })
  const token = secretIn(mailTo(await api.deliver(), email))
  expect((await api.call(resetPassword, { token, password: first })).status).toBe(204)
  expect((await api.call(notMe, { token: button })).status).toBe(204)
  const back = secretIn(mailTo(await api.deliver(), email, /choose a new password/))
  expect((await api.call(resetPassword, { token: back, password: third })).status).toBe(204)
  const { data } = await api.call(signIn, { email, password: third })
  const confirmed = await confirmSession(api, { token: data.token ?? '' }, third)
  expect((await api.call(deleteUser, {}, confirmed)).status).toBe(200)
  expect((await api.call(signOut, {}, confirmed)).status).toBe(204)
  api.clock.advance(days(8))
  await purge(api.deps)
  expect(await owner.db.user.count()).toBe(0)
})
