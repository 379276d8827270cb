import { listActivity } from '@latchkey/contracts/auth/activity'
import { exportUser } from '@latchkey/contracts/auth/export'
import { describe, expect, it } from 'vitest'
import { signInConfirmed } from '../../../../testing/confirmed.ts'
import { testApi } from '../../../../testing/test.ts'
import { recordEvents } from '../service.ts'

const api = await testApi()
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

describe('GET /api/restricted/activity', () => {
  it('looks for a kind or a device in the newest 10,000 events only, so a filter costs no more in a long history', async () => {
    const user = await api.createUser()
    const { caller, session } = await api.signIn(user, {}, { headers: { 'user-agent': firefox } })
    const { deviceId } = await api.db.session.findUniqueOrThrow({ where: { id: session.id } })
    const filters = [{ only: 'sign_ins' as const }, { device: deviceId ?? '' }]
    const found = async () =>
      Promise.all(filters.map(async filter => (await api.call(listActivity, filter, caller)).data.events.length))
    const last = { kind: 'confirmed' as const, userId: user.id }
    api.clock.advance(1000)
    await recordEvents(api.deps, api.db, Array(9_990).fill(last))
    expect(await found()).toEqual([1, 1])
    await recordEvents(api.deps, api.db, Array(10).fill(last))
    expect(await found()).toEqual([0, 0])
  })
})

describe('an export', () => {
  it('has the last 10,000 events at most, so they cannot fill the memory', async () => {
    const user = await api.createUser()
    const { caller } = await signInConfirmed(api, user)
    await recordEvents(api.deps, api.db, Array(10_000).fill({ kind: 'confirmed', userId: user.id }))
    const { data } = await api.call(exportUser, {}, caller)
    expect(data.activity).toHaveLength(10_000)
    expect(data.activity.some(({ kind }) => kind === 'account_created')).toBe(false)
  })
})
