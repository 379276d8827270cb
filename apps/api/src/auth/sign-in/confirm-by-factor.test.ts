import { changePassword } from '@latchkey/contracts/auth/account'
import { confirm, confirmOptions } from '@latchkey/contracts/auth/confirmation'
import { exportUser } from '@latchkey/contracts/auth/export'
import { describe, expect, it } from 'vitest'
import { minutes } from '../../../testing/movable-clock.ts'
import { assert, createUserWithPasskey } from '../../../testing/passkeys.ts'
import { testApi } from '../../../testing/test.ts'
import { codeOf, createUserWithApp } from '../../../testing/totp.ts'

const api = await testApi()

describe('confirming with a second factor', () => {
  it('is offered and demanded where the person has one, and adds to what the session proved', async () => {
    const user = await api.createUser()
    const { caller } = await api.signIn(user)
    expect((await api.call(confirmOptions, {}, caller)).data.methods).toEqual(['password'])
    const person = await createUserWithApp(api)
    api.clock.advance(minutes(10))
    const { methods } = (await api.call(confirmOptions, {}, person.caller)).data
    expect(methods).toEqual(['totp', 'recovery_code'])
    const byPassword = await api.call(confirm, { password: person.user.password }, person.caller)
    expect(byPassword.problem.code).toBe('invalid_factor')
    const { data } = await api.call(confirm, { method: 'totp', code: codeOf(api, person.secret) }, person.caller)
    expect((await api.call(exportUser, {}, { token: data.token ?? '' })).status).toBe(200)
  })

  it('does not tell whether a password is right', async () => {
    const { user, caller } = await createUserWithApp(api)
    api.clock.advance(minutes(10))
    const before = api.hasher.calls.length
    for (const password of [user.password, 'not the password'])
      expect((await api.call(confirm, { password }, caller)).problem.code).toBe('invalid_factor')
    for (const currentPassword of [user.password, 'not the password']) {
      const passwords = { currentPassword, newPassword: 'seven lanterns under a bridge' }
      expect((await api.call(changePassword, passwords, caller)).problem.code).toBe('confirmation_required')
    }
    expect(api.hasher.calls).toHaveLength(before)
  })

  it('is offered nothing to a person without a password and without a factor', async () => {
    const { user, caller } = await createUserWithApp(api)
    await api.db.password.deleteMany({ where: { userId: user.id } })
    await api.db.user.update({ where: { id: user.id }, data: { secondFactorSince: null } })
    api.clock.advance(minutes(10))
    expect((await api.call(confirmOptions, {}, caller)).data).toEqual({ methods: [], passkey: null, providers: [] })
  })

  const byApp = async () => {
    const { caller, secret } = await createUserWithApp(api)
    return { caller, proof: { method: 'totp', code: codeOf(api, secret) } as const }
  }
  const byRecoveryCode = async () => {
    const { caller, recoveryCodes } = await createUserWithApp(api)
    return { caller, proof: { method: 'recovery_code', code: recoveryCodes[0] ?? '' } as const }
  }
  const byPasskey = async () => {
    const { caller, authenticator } = await createUserWithPasskey(api)
    const { passkey } = (await api.call(confirmOptions, {}, caller)).data
    if (!passkey) throw new Error('There are no options.')
    const credential = assert(authenticator, passkey.options)
    return { caller, proof: { method: 'passkey', challenge: passkey.challenge, credential } as const }
  }

  it.each([
    ['a code of an app', byApp],
    ['a recovery code', byRecoveryCode],
    ['a passkey', byPasskey],
  ])('is done once by %s, of 64 requests at once', async (_, prepare) => {
    const { caller, proof } = await prepare()
    const answers = await Promise.all(Array.from({ length: 64 }, () => api.call(confirm, proof, caller)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status >= 500)).toEqual([])
  })

  it('is not done by the factor of another person, nor by a code used before', async () => {
    const [ada, eve] = [await createUserWithApp(api), await createUserWithApp(api)]
    const wrong = await api.call(confirm, { method: 'totp', code: codeOf(api, eve.secret) }, ada.caller)
    expect(wrong.problem.code).toBe('invalid_factor')
    const code = codeOf(api, ada.secret)
    const { data } = await api.call(confirm, { method: 'totp', code }, ada.caller)
    const again = await api.call(confirm, { method: 'totp', code }, { token: data.token ?? '' })
    expect(again.problem.code).toBe('invalid_factor')
  })
})
