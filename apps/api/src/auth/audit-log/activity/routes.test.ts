import type { ActivityKind } from '@latchkey/contracts/activity-kinds'
import { type ActivityFilter, listActivity } from '@latchkey/contracts/auth/activity'
import { revokeSession } from '@latchkey/contracts/auth/devices'
import { exportUser } from '@latchkey/contracts/auth/export'
import { signOut } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { describe, expect, it, vi } from 'vitest'
import { signInConfirmed } from '../../../../testing/confirmed.ts'
import { replicaOf, testApi } from '../../../../testing/test.ts'
import { deleteUser, disableUser, enableUser } from '../../admin/service.ts'
import { gatherFailedSignIns } from '../../sign-in/failed-sign-ins.ts'
import { recordEvents } from '../service.ts'

const api = await testApi()
const safariOnPhone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1'
const kindsOf = async (userId: string) =>
  (await api.db.auditEvent.findMany({ where: { userId }, orderBy: { id: 'asc' } })).map(({ kind }) => kind)

describe('GET /api/restricted/activity', () => {
  it('lists what happened, newest first, and marks what this session did', async () => {
    const user = await api.createUser()
    const first = await api.signIn(user, {}, { headers: { 'user-agent': 'curl/8.5.0' } })
    api.clock.advance(1000)
    const { caller } = await signInConfirmed(api, user)
    await api.call(revokeSession, { id: first.session.id }, caller)
    const { data } = await api.call(listActivity, {}, caller)
    expect(new Set(data.events.map(({ kind }) => kind))).toEqual(
      new Set(['devices_revoked', 'session_revoked', 'confirmed', 'signed_in', 'account_created']),
    )
    expect(data.events.at(-1)).toMatchObject({ kind: 'account_created', ip: null, current: false })
    expect(data.events.filter(({ kind }) => kind === 'signed_in')).toMatchObject([
      { current: true, ip: '127.0.0.1', newDevice: true },
      { current: false, newDevice: true, device: { browser: 'curl', os: null } },
    ])
    expect(data.next).toBeNull()
  })

  it('shows a user only their own events, and accepts no other user’s event as a cursor', async () => {
    const [user, other] = await Promise.all([api.createUser(), api.createUser()])
    await api.signIn(other)
    const { caller } = await api.signIn(user)
    const { data } = await api.call(listActivity, {}, caller)
    const own = await api.db.auditEvent.findMany({ where: { userId: user.id } })
    const shown = own.filter(({ kind }) => kind !== 'device_added')
    expect(data.events.map(({ id }) => id).sort()).toEqual(shown.map(({ id }) => id).sort())
    const [foreign] = await api.db.auditEvent.findMany({ where: { userId: other.id } })
    const before = await api.call(listActivity, { before: foreign?.id }, caller)
    expect(before.data).toEqual({ events: [], next: null })
  })

  it('comes in pages of 50, without gaps or duplicates', async () => {
    const user = await api.createUser()
    const { caller } = await api.signIn(user)
    await recordEvents(api.deps, api.db, Array(101).fill({ kind: 'confirmed', userId: user.id }))
    const seen: string[] = []
    for (let before: string | null | undefined; before !== null; ) {
      const { data } = await api.call(listActivity, before === undefined ? {} : { before }, caller)
      seen.push(...data.events.map(({ id }) => id))
      before = data.next
    }
    expect([seen.length, new Set(seen).size]).toEqual([103, 103])
  })

  it('shows a sign-in on a new device as one event, and names a device that another one signed out', async () => {
    const user = await api.createUser()
    const phone = await api.signIn(user, { delivery: 'cookie' }, { headers: { 'user-agent': safariOnPhone } })
    const again = await api.signIn(
      user,
      { delivery: 'cookie' },
      { cookie: phone.caller.cookie ?? '', headers: { 'user-agent': safariOnPhone } },
    )
    const { caller } = await api.signIn(user)
    await api.call(revokeSession, { id: again.session.id }, caller)
    const { data } = await api.call(listActivity, {}, caller)
    const signIns = data.events.filter(({ kind }) => kind === 'signed_in')
    expect(signIns.map(({ newDevice }) => newDevice)).toEqual([true, false, true])
    expect(data.events.find(({ kind }) => kind === 'session_revoked')).toMatchObject({
      current: false,
      device: { model: null },
      about: { browser: 'Safari', model: 'iPhone', type: 'phone', name: null, id: signIns[1]?.about?.id },
    })
    expect(signIns[1]?.about?.id).toBe(signIns[2]?.about?.id)
  })

  it('lists only sign-ins, changes or refusals, each event in one of them', async () => {
    const user = await api.createUser()
    const { caller } = await signInConfirmed(api, user)
    const kinds = ['confirm_failed', 'name_changed', 'of_another_version'] as ActivityKind[]
    await recordEvents(
      api.deps,
      api.db,
      kinds.map(kind => ({ kind, userId: user.id })),
    )
    const only = async (only: ActivityFilter) =>
      (await api.call(listActivity, { only }, caller)).data.events.map(({ kind }) => kind).sort()
    expect(await only('sign_ins')).toEqual(['signed_in'])
    expect(await only('refused')).toEqual(['confirm_failed'])
    expect(await only('changes')).toEqual(['account_created', 'confirmed', 'name_changed', 'of_another_version'])
  })

  it('lists what happened on one device and to it, also in sessions that are gone', async () => {
    const user = await api.createUser()
    const headers = { 'user-agent': safariOnPhone }
    const first = await api.signIn(user, { delivery: 'cookie' }, { headers })
    await api.call(signOut, {}, { ...first.caller, headers })
    const { caller } = await api.signIn(user)
    const { data } = await api.call(listActivity, {}, caller)
    const device = data.events.find(({ kind, about }) => kind === 'signed_in' && about?.model)?.about?.id ?? ''
    const { data: onPhone } = await api.call(listActivity, { device }, caller)
    expect(onPhone.events.map(({ kind }) => kind)).toEqual(['signed_out', 'signed_in'])
    expect(onPhone.events.every(({ about }) => about?.browser === 'Safari')).toBe(true)
    const stranger = await api.signIn(await api.createUser())
    const { data: foreign } = await api.call(listActivity, { device }, stranger.caller)
    expect(foreign.events).toEqual([])
  })
})

describe('an event', () => {
  it('costs a sign-in one statement, and contains no token, hash or password', async () => {
    const user = await api.createUser()
    await api.signIn(user)
    const before = api.queries.length
    const { caller } = await api.signIn(user)
    expect(api.queries.slice(before).filter(name => ['add event', 'createMany'].includes(name))).toHaveLength(1)
    const rows = JSON.stringify(await api.db.auditEvent.findMany({ where: { userId: user.id } }))
    for (const secret of [caller.token, user.password, 'fast$', 'lk_']) expect(rows).not.toContain(secret)
  })

  it('is stored with who did it, from where, and by which request', async () => {
    const user = await api.createUser()
    const { caller, session } = await api.signIn(user)
    const { response } = await api.call(signOut, {}, caller)
    expect(await api.db.auditEvent.findMany({ where: { userId: user.id, kind: 'signed_out' } })).toMatchObject([
      { sessionId: session.id, address: user.email, ip: '127.0.0.1', requestId: response.headers['x-request-id'] },
    ])
  })

  it('is recorded for what an admin does, and stays after the user is deleted', async () => {
    const user = await api.createUser()
    await disableUser(api.deps, user.email)
    await enableUser(api.deps, user.email)
    await deleteUser(api.deps, user.email, { atOnce: true })
    const kinds = ['account_created', 'account_disabled', 'account_enabled', 'account_deleted_by_admin']
    expect(await kindsOf(user.id)).toEqual(kinds)
    expect(await api.db.auditEvent.count({ where: { userId: user.id, address: { not: null } } })).toBe(0)
  })

  it('is part of a user’s export', async () => {
    const user = await api.createUser()
    const { caller } = await signInConfirmed(api, user)
    const { data } = await api.call(exportUser, {}, caller)
    expect(data.activity.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['signed_in', 'confirmed', 'exported']),
    )
    expect(data.activity.at(-1)).toMatchObject({ address: user.email, ip: '127.0.0.1' })
  })
})

describe('sign-ins that fail', () => {
  it('are written together, with their number, and without an address that has no account', async () => {
    const user = await api.createUser()
    const replica = await replicaOf(api, {})
    const wrong = (email: string) => replica.call(signIn, { email, password: 'not the password' })
    for (let i = 0; i < 3; i += 1) await wrong(user.email)
    for (let i = 0; i < 60; i += 1) await wrong(`unknown-${i}@example.com`)
    expect(await api.db.auditEvent.count({ where: { kind: 'sign_in_failed' } })).toBe(0)
    await replica.app.close()
    const rows = await api.db.auditEvent.findMany({ where: { kind: 'sign_in_failed' } })
    const own = rows.filter(({ userId }) => userId === user.id)
    expect(own).toMatchObject([{ count: 3, address: user.email, ip: '127.0.0.1' }])
    const others = rows.filter(({ userId }) => userId === null)
    expect(others.every(({ address }) => address === null)).toBe(true)
    expect(others.map(({ count, ip }) => [count, ip]).filter(([, ip]) => ip === null)).toEqual([[10, null]])
    expect(rows).toHaveLength(52)
  })

  it('are shown to their user, however many made-up addresses are tried meanwhile', async () => {
    const user = await api.createUser()
    const replica = await replicaOf(api, {})
    const wrong = (email: string) => replica.call(signIn, { email, password: 'not the password' })
    for (let i = 0; i < 60; i += 1) await wrong(`decoy-${i}@example.com`)
    for (let i = 0; i < 5; i += 1) await wrong(user.email)
    await replica.app.close()
    const own = await api.db.auditEvent.findMany({ where: { userId: user.id, kind: 'sign_in_failed' } })
    expect(own).toMatchObject([{ count: 5, ip: '127.0.0.1' }])
  })

  it('are kept if they cannot be written, and written the next time', async () => {
    const user = await api.createUser()
    const failed = gatherFailedSignIns(api.deps)
    failed.note(user.email, { ip: '192.0.2.1' })
    const spied = vi.spyOn(api.deps.db, '$transaction').mockRejectedValueOnce(new Error('away'))
    await failed.flush()
    spied.mockRestore()
    failed.note(user.email, { ip: '192.0.2.1' })
    await failed.flush()
    const own = await api.db.auditEvent.findMany({ where: { userId: user.id, kind: 'sign_in_failed' } })
    expect(own).toMatchObject([{ count: 2 }])
  })

  it('are all written when the server has closed, including those that were being written', async () => {
    const user = await api.createUser()
    const failed = gatherFailedSignIns(api.deps)
    const { $transaction } = api.deps.db
    const { promise: held, resolve: release } = Promise.withResolvers<void>()
    const spied = vi
      .spyOn(api.deps.db, '$transaction')
      .mockImplementationOnce((async (work: never) => held.then(() => $transaction.call(api.deps.db, work))) as never)
    failed.note(user.email, { ip: '192.0.2.1' })
    void failed.flush()
    const closed = failed.flush()
    release()
    await closed
    spied.mockRestore()
    expect(await api.db.auditEvent.count({ where: { userId: user.id, kind: 'sign_in_failed' } })).toBe(1)
  })
})
