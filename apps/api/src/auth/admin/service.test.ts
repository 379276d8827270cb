import { currentSession } from '@latchkey/contracts/auth/sessions'
import { describe, expect, it } from 'vitest'
import { replicaOf, testApi } from '../../../testing/test.ts'
import type { TestApi } from '../../../testing/test-api.ts'
import { revokeAsAdmin } from '../sessions/service.ts'
import { deleteUser, enableUser } from './service.ts'

const api = await testApi()

describe('a deletion by an admin', () => {
  it('is mailed to the address of the account at that moment, not to the address that found it', async () => {
    const user = await api.createUser()
    const email = `${crypto.randomUUID()}@example.com`
    const { db } = api
    const $transaction: TestApi['db']['$transaction'] = async (...work: unknown[]) => {
      await db.user.update({ where: { id: user.id }, data: { email } })
      return Reflect.apply(db.$transaction, db, work)
    }
    const changing = new Proxy(db, { get: (of, key) => (key === '$transaction' ? $transaction : Reflect.get(of, key)) })
    const replica = await replicaOf(api, { deps: { db: changing, withPrepared: api.deps.withPrepared } })
    expect(await deleteUser(replica.deps, user.email, { atOnce: false })).toBe(true)
    expect((await api.deliver()).map(({ to }) => to)).toEqual([email])
  })
})

describe('a revocation by an admin', () => {
  it('holds when the person was disabled by SQL then, and is enabled later', async () => {
    const user = await api.createUser()
    const { caller, session } = await api.signIn(user)
    await api.db.user.update({ where: { id: user.id }, data: { disabledAt: api.clock.now() } })
    expect(await revokeAsAdmin(api.deps, session.id)).toBe(true)
    await enableUser(api.deps, user.email)
    expect((await api.call(currentSession, {}, caller)).problem).toMatchObject({
      code: 'session_ended',
      reason: 'revoked_by_admin',
    })
  })
})
