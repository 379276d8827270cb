import { notMe } from '@latchkey/contracts/auth/recovery'
import type { Database } from '@latchkey/database/client'
import { describe, expect, it } from 'vitest'
import { mailTo, secretIn } from '../../../testing/mails.ts'
import { replicaOf, testApi } from '../../../testing/test.ts'

const api = await testApi()

describe('an address that is taken repeatedly while it is restored', () => {
  it('is answered with 503, and the link stays valid', async () => {
    const user = await api.createUser()
    await api.signIn(user)
    const token = secretIn(mailTo(await api.deliver(), user.email))
    const refused = Object.assign(new Error('taken'), { code: 'P2002' })
    const $transaction = () => Promise.reject(refused)
    const db = { challenge: api.db.challenge, $transaction } as unknown as Database
    const unlucky = await replicaOf(api, { deps: { db } })
    expect((await unlucky.call(notMe, { token })).problem).toMatchObject({ code: 'unavailable', status: 503 })
    expect((await api.call(notMe, { token })).status).toBe(204)
  })
})
