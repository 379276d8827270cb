import { makeRecoveryCodes } from '@latchkey/contracts/auth/factors'
import { proveFactor } from '@latchkey/contracts/auth/second-step'
import { describe, expect, it } from 'vitest'
import { signInConfirmed } from '../../../testing/confirmed.ts'
import { mailTo } from '../../../testing/mails.ts'
import { minutes } from '../../../testing/movable-clock.ts'
import { testApi } from '../../../testing/test.ts'
import { beginSignIn, createUserWithApp } from '../../../testing/totp.ts'

const api = await testApi()
const kindsOf = async (userId: string) =>
  (await api.db.auditEvent.findMany({ where: { userId }, orderBy: { id: 'asc' } })).map(({ kind }) => kind)

describe('recovery codes', () => {
  it('need a confirmed session and a factor that they stand in for', async () => {
    const { caller } = await signInConfirmed(api, await api.createUser())
    expect((await api.call(makeRecoveryCodes, {}, caller)).problem.code).toBe('factor_missing')
    const person = await createUserWithApp(api)
    api.clock.advance(minutes(10))
    expect((await api.call(makeRecoveryCodes, {}, person.caller)).problem.code).toBe('confirmation_required')
  })

  it('take the place of the old ones, which is recorded and mailed', async () => {
    const { user, caller, recoveryCodes } = await createUserWithApp(api)
    await api.deliver()
    const { codes } = (await api.call(makeRecoveryCodes, {}, caller)).data
    expect(new Set([...codes, ...recoveryCodes]).size).toBe(20)
    for (const code of codes) expect(code).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){2}$/)
    const use = async (code = '') => {
      const { challenge } = await beginSignIn(api, user)
      return (await api.call(proveFactor, { challenge, method: 'recovery_code', code })).status
    }
    expect(await use(recoveryCodes[0])).toBe(401)
    expect(await use(codes[0])).toBe(200)
    expect(mailTo(await api.deliver(), user.email, /new recovery codes/).text).toContain('no longer work')
    expect(await kindsOf(user.id)).toContain('recovery_codes_made')
  })

  it('are kept as keyed hashes', async () => {
    const { user, recoveryCodes } = await createUserWithApp(api)
    const rows = await api.db.recoveryCode.findMany({ where: { userId: user.id } })
    for (const code of recoveryCodes) {
      const plain = code.replaceAll('-', '')
      for (const text of [code, plain, `${user.id}:${plain}`]) {
        const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', Buffer.from(text)))
        expect(rows.some(({ codeHash }) => Buffer.from(codeHash).equals(hash))).toBe(false)
      }
    }
  })

  it('are used once each: one of 64 requests at once signs in', async () => {
    const { user, recoveryCodes } = await createUserWithApp(api)
    const begun = []
    for (let count = 0; count < 64; count++) begun.push(await beginSignIn(api, user))
    const code = recoveryCodes[0] ?? ''
    const answers = await Promise.all(
      begun.map(({ challenge }) => api.call(proveFactor, { challenge, method: 'recovery_code', code })),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  it('are mailed and recorded when used; the last two remind the person to make new ones', async () => {
    const { user, recoveryCodes } = await createUserWithApp(api)
    await api.deliver()
    const reminders = []
    for (const code of recoveryCodes.slice(0, 8)) {
      const { challenge } = await beginSignIn(api, user)
      await api.call(proveFactor, { challenge, method: 'recovery_code', code })
      reminders.push(mailTo(await api.deliver(), user.email, /recovery code was used/).text.includes('Make new ones'))
    }
    expect(reminders).toEqual([...Array.from({ length: 7 }, () => false), true])
    expect((await kindsOf(user.id)).filter(kind => kind === 'recovery_code_used')).toHaveLength(8)
  })
})
