import { forgotPassword, resetPassword } from '@latchkey/contracts/auth/recovery'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { expect, it } from 'vitest'
import { mailTo, secretIn } from '../../../../testing/mails.ts'
import { testApi } from '../../../../testing/test.ts'
import { createUserWithApp } from '../../../../testing/totp.ts'
import { formatVerdict, printHead } from '../../audit-log/chain/report.ts'
import { type Memory, sealEvents } from '../../audit-log/chain/service.ts'
import { finishRestore } from './restore.ts'

const api = await testApi()

it('finishing a restore ends every session, and the audit log names the gap, however often it is called', async () => {
  const { user } = await createUserWithApp(api)
  const { caller } = await api.signIn(await api.createUser())
  await api.call(forgotPassword, { email: user.email })
  const token = secretIn(mailTo(await api.deliver(), user.email, /choose a new password|reset/i))
  const sealed: Memory = { head: null }
  await sealEvents(api.deps, sealed)
  const head = sealed.head && printHead(sealed.head)
  const finished = [await finishRestore(api.deps, { head }), await finishRestore(api.deps, { head })]
  expect((await api.call(currentSession, {}, caller)).problem.code).toBe('session_ended')
  expect((await api.call(resetPassword, { token, password: 'a password of my own' })).problem.code).toBe('invalid_link')
  expect(await api.db.recoveryCode.count({ where: { usedAt: null } })).toBe(0)
  expect(await api.db.device.count({ where: { revokedAt: null } })).toBe(0)
  for (const verdict of finished) {
    expect(verdict.broken).toBeNull()
    expect(formatVerdict(verdict)).toContainEqual(
      expect.stringMatching(new RegExp(`^A backup that ends with seal ${head?.split(':')[0]} was restored on 20`)),
    )
  }
  const lost = `${Number(head?.split(':')[0]) + 40}:${'a'.repeat(64)}`
  expect((await finishRestore(api.deps, { head: lost })).broken).toMatchObject({ why: 'cut' })
  await api.deliver()
})
