import { changePassword } from '@latchkey/contracts/auth/account'
import { confirm } from '@latchkey/contracts/auth/confirmation'
import { forgotPassword, resetPassword } from '@latchkey/contracts/auth/recovery'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { signUp, verify } from '@latchkey/contracts/auth/sign-up'
import { describe, expect, it } from 'vitest'
import { withAccount } from '../../../testing/account.ts'
import { mailTo, secretIn } from '../../../testing/mails.ts'
import { testApi } from '../../../testing/test.ts'
import { savePassword } from './service.ts'

const api = await testApi()

/** One password as keyboards and systems send it: composed letters, letters with marks, and a space that does not break. */
const composed = 'crème brûlée à midi'
const forms = [composed, composed.normalize('NFD'), composed.replaceAll(' ', '\u00a0')]
const newAddress = () => `${crypto.randomUUID()}@example.com`
const statusOf = async (email: string, password: string) => (await api.call(signIn, { email, password })).status

/** A user whose password was hashed exactly as it was typed, as all were once. */
async function userWithOldHash(typed: string) {
  const user = await api.createUser()
  const hash = await api.hasher.hash(typed)
  await withAccount(api, user.id, account => savePassword(account, hash))
  return { ...user, hash }
}

describe('a password', () => {
  it.each(forms)('set at a sign-up as %j signs in however it is typed', async password => {
    const email = newAddress()
    await api.call(signUp, { email, password: 'seven lanterns under a bridge' })
    const token = secretIn(mailTo(await api.deliver(), email))
    expect((await api.call(verify, { token, password })).status).toBe(200)
    for (const form of forms) expect(await statusOf(email, form)).toBe(200)
    expect(await statusOf(email, composed.toUpperCase())).toBe(401)
    expect(await statusOf(email, ` ${composed}`)).toBe(401)
    await api.deliver()
  })

  it.each(forms)('set by a reset or a change as %j confirms however it is typed', async password => {
    const user = await api.createUser()
    await api.call(forgotPassword, { email: user.email })
    const token = secretIn(mailTo(await api.deliver(), user.email))
    expect((await api.call(resetPassword, { token, password })).status).toBe(204)
    const { caller } = await api.signIn({ email: user.email, password: composed })
    const change = { currentPassword: composed.normalize('NFD'), newPassword: `${password}, deux fois` }
    const { data } = await api.call(changePassword, change, caller)
    for (const form of forms) expect(await statusOf(user.email, `${form}, deux fois`)).toBe(200)
    const answer = await api.call(confirm, { password: `${composed}, deux fois` }, { token: data.token ?? '' })
    expect(answer.status).toBe(200)
    await api.deliver()
  })

  it('hashed as it was typed still signs in as it was typed, and in each form from then on', async () => {
    for (const typed of forms.slice(1)) {
      const { id, email, hash } = await userWithOldHash(typed)
      expect(await statusOf(email, typed)).toBe(200)
      expect((await api.db.password.findUniqueOrThrow({ where: { userId: id } })).hash).not.toBe(hash)
      for (const form of forms) expect(await statusOf(email, form)).toBe(200)
    }
    await api.deliver()
  })

  it('hashed as letters with marks signs in as one letter each, and in each form from then on', async () => {
    for (const typed of [composed, composed.replaceAll(' ', '\u00a0')]) {
      const { id, email, hash } = await userWithOldHash(typed.normalize('NFD'))
      expect(await statusOf(email, typed.toUpperCase())).toBe(401)
      expect(await statusOf(email, typed)).toBe(200)
      expect((await api.db.password.findUniqueOrThrow({ where: { userId: id } })).hash).not.toBe(hash)
      for (const form of forms) expect(await statusOf(email, form)).toBe(200)
    }
    await api.deliver()
  })

  it('costs as many hashes at an unknown address as a wrong one at a known address, in each form', async () => {
    const { email } = await api.createUser()
    for (const [typed, hashes] of [
      ['not this one', 1],
      ['pas celui-là', 2],
      ['pas celui-là'.normalize('NFD'), 2],
      ['not\u00a0this one', 2],
      ['pas\u00a0celui-là', 3],
    ] as const) {
      const costs = []
      for (const address of [email, newAddress()]) {
        api.hasher.calls.length = 0
        expect(await statusOf(address, typed)).toBe(401)
        costs.push([...api.hasher.calls])
      }
      expect(costs).toEqual([Array(hashes).fill('verify'), Array(hashes).fill('verify')])
    }
  })
})
