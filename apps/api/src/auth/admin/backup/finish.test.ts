import { forgotPassword, resetPassword } from '@latchkey/contracts/auth/recovery'
import { currentSession } from '@latchkey/contracts/auth/sessions'
import { expect, it } from 'vitest'
import { runLatchkey } from '../../../../testing/import.ts'
import { mailTo, secretIn } from '../../../../testing/mails.ts'
import { testApi } from '../../../../testing/test.ts'
import { createUserWithApp } from '../../../../testing/totp.ts'
import { formatVerdict, printHead } from '../../audit-log/chain/report.ts'
import { type Memory, sealEvents } from '../../audit-log/chain/service.ts'
import { finishRestore } from './restore.ts'

const api = await testApi()
const finish = (head: string | null) => finishRestore(api.deps, { manifest: { head }, admins: [] })

it('finishing a restore ends every session, and the audit log names the gap, however often it is called', async () => {
  const { user } = await createUserWithApp(api)
  const { caller } = await api.signIn(await api.createUser())
  await api.call(forgotPassword, { email: user.email })
  const token = secretIn(mailTo(await api.deliver(), user.email, /choose a new password|reset/i))
  const sealed: Memory = { head: null }
  await sealEvents(api.deps, sealed)
  const head = sealed.head && printHead(sealed.head)
  const finished = [await finish(head), await finish(head)]
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
  expect((await finish(lost)).broken).toMatchObject({ why: 'cut' })
  await api.deliver()
})

it('so does "session revoke --all --restored", which names the gap once', async () => {
  await api.signIn(await api.createUser())
  const sealed: Memory = { head: null }
  await sealEvents(api.deps, sealed)
  const latchkey = (...args: string[]) => runLatchkey(api, args)
  for (let times = 0; times < 2; times++)
    expect(await latchkey('session', 'revoke', '--all', '--restored', '--yes')).toMatchObject({ code: 0 })
  const gap = `A backup that ends with seal ${sealed.head?.seq} was restored on 20`
  const { code, out } = await latchkey('audit', 'verify')
  expect([code, out.split('\n').filter(line => line.startsWith(gap)).length]).toEqual([0, 1])
})
