import { changePassword } from '@latchkey/contracts/auth/account'
import { forgotPassword, resetPassword } from '@latchkey/contracts/auth/recovery'
import { signUp, verify } from '@latchkey/contracts/auth/sign-up'
import { brand } from '@latchkey/contracts/brand'
import { describe, expect, it } from 'vitest'
import { mailTo, secretIn } from '../../../testing/mails.ts'
import { testApi } from '../../../testing/test.ts'
import { createUserWithPassword } from './service.ts'

const api = await testApi({ environment: { APP_URL: 'https://app.wonderland.example', TRUST_PROXY: '' } })
const fine = 'seven lanterns under a bridge'
const person = () => ({ email: `lovelace.${crypto.randomUUID()}@analytical.example`, name: 'Ada Byron-King' })

const common = 'one of the first to be guessed'
const guessable = 'from your name, your address or ours'
const refused: [string, string, string][] = [
  ['short', 'too short', 'Use at least 12 characters.'],
  ['only spaces', ' '.repeat(12), 'Spaces and invisible characters are easy to guess'],
  ['only invisible characters', '\u200b'.repeat(12), 'Spaces and invisible characters are easy to guess'],
  ['a few characters again and again', 'ab1 ab1 ab1 ab1', 'repeats a few characters'],
  ['common', 'qwerty123456', common],
  ['common in capitals', 'QWERTY123456', common],
  ['common and padded', 'Password2026', common],
  ['made of the address', 'Lovelace-2026!', guessable],
  ['made of the domain of the address', 'analytical 123', guessable],
  ['made of the product’s name', `${brand.name} 2026`, guessable],
  ['made of the name of the host', 'wonderland.26', guessable],
]
const ofTheName: [string, string, string] = ['made of the name', 'ByronKing2026', guessable]

describe('a new password', () => {
  it.each([...refused, ofTheName])('that is %s is refused at sign-up', async (_, password, sentence) => {
    const { problem } = await api.call(signUp, { ...person(), password })
    expect([problem.code, problem.fields]).toEqual(['invalid_request', { password: expect.stringContaining(sentence) }])
  })

  it.each(refused)('that is %s is refused when the link of a sign-up asks for one', async (_, password, sentence) => {
    const { email, name } = person()
    await api.call(signUp, { email, name, password: fine })
    const token = secretIn(mailTo(await api.deliver(), email))
    const { problem } = await api.call(verify, { token, password })
    expect(problem.fields).toEqual({ password: expect.stringContaining(sentence) })
    expect((await api.call(verify, { token, password: fine })).status).toBe(200)
  })

  it.each([...refused, ofTheName])(
    'that is %s is refused at a reset, and the link stays valid',
    async (_, password, sentence) => {
      const { email } = await createUserWithPassword(api.deps, { ...person(), password: fine })
      await api.call(forgotPassword, { email })
      const token = secretIn(mailTo(await api.deliver(), email))
      const { problem } = await api.call(resetPassword, { token, password })
      expect(problem.fields).toEqual({ password: expect.stringContaining(sentence) })
      expect((await api.call(resetPassword, { token, password: `${fine}, or two` })).status).toBe(204)
    },
  )

  it.each([...refused, ofTheName])('that is %s is refused at a change', async (_, newPassword, sentence) => {
    const { email } = await createUserWithPassword(api.deps, { ...person(), password: fine })
    const { caller } = await api.signIn({ email, password: fine })
    const { problem } = await api.call(changePassword, { currentPassword: fine, newPassword }, caller)
    expect(problem.fields).toEqual({ newPassword: expect.stringContaining(sentence) })
  })

  it('is checked against the name of the person who chooses it, and no other name', async () => {
    const { status } = await api.call(signUp, { email: 'grace@example.com', name: 'Grace', password: 'Lovelace-2026!' })
    expect(status).toBe(202)
  })

  it('that is refused on the command line is named in the error; an accepted one is in the audit log', async () => {
    const refusal = { code: 'invalid_request', details: { fields: { password: ['newPasswordCommon'] } } }
    await expect(createUserWithPassword(api.deps, { ...person(), password: 'qwerty123456' })).rejects.toMatchObject(
      refusal,
    )
    const { id, email } = await createUserWithPassword(api.deps, { ...person(), password: fine })
    const events = await api.db.auditEvent.findMany({ where: { userId: id } })
    expect(events).toMatchObject([{ kind: 'account_created', address: email }])
  })
})
