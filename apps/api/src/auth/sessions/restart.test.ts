import { revokeSession } from '@latchkey/contracts/auth/devices'
import { currentSession, signOut } from '@latchkey/contracts/auth/sessions'
import { expect, it } from 'vitest'
import { replicaOf, testApi } from '../../../testing/test.ts'
import { warm } from '../../../testing/warm.ts'

const api = await testApi({ follows: true })

it('a server that starts later, with an empty memory, refuses what was revoked or signed out', async () => {
  const user = await api.createUser()
  const [revoked, signedOut, kept] = [await api.signIn(user), await api.signIn(user), await api.signIn(user)]
  for (const { caller } of [revoked, signedOut, kept]) await warm(api, caller)
  await api.call(revokeSession, { id: revoked.session.id }, kept.caller)
  await api.call(signOut, {}, signedOut.caller)
  const restarted = await replicaOf(api, { follows: true })
  expect((await restarted.call(currentSession, {}, revoked.caller)).problem.reason).toBe('revoked_by_you')
  expect((await restarted.call(currentSession, {}, signedOut.caller)).problem.code).toBe('invalid_token')
  expect((await restarted.call(currentSession, {}, kept.caller)).status).toBe(200)
})
