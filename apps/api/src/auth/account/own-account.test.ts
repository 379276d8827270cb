import { expect, it } from 'vitest'
import { testApi } from '../../../testing/test.ts'
import { systemContext } from '../../platform/context.ts'
import { changeOwnAccount } from './own-account.ts'

const api = await testApi()

it('changes nothing for a person who was disabled after the guard let the request through', async () => {
  const { id } = await api.createUser()
  const user = await api.db.user.findUniqueOrThrow({ where: { id } })
  const { session } = await api.signIn({ email: user.email, password: 'correct horse battery' })
  await api.db.user.update({ where: { id }, data: { disabledAt: api.clock.now() } })
  const context = {
    ...systemContext(api.deps),
    kind: 'session' as const,
    user: {
      id,
      email: user.email,
      name: null,
      language: null,
      timeZone: null,
      createdAt: user.createdAt.toISOString(),
    },
    session: { ...session, remembered: false },
    mustAddFactor: false,
    role: 'person' as const,
    methods: ['pwd'],
    token: { token: '', delivery: 'bearer' as const },
  }
  await expect(changeOwnAccount(api.deps, context, async () => expect.unreachable())).rejects.toMatchObject({
    code: 'session_ended',
    details: { reason: 'account_disabled' },
  })
})
