import { listActivity } from '@latchkey/contracts/auth/activity'
import * as devices from '@latchkey/contracts/auth/devices'
import { describe, expect, it } from 'vitest'
import { days } from '../../../testing/movable-clock.ts'
import { munich, placeDatabase, temporaryFile } from '../../../testing/place-file.ts'
import { replicaOf, testApi } from '../../../testing/test.ts'
import { openPlaces } from '../../platform/places.ts'

const api = await testApi()

describe('PUT /api/restricted/sessions/:id/name', () => {
  it('names the device for all its sessions, also after it was signed out, and records it', async () => {
    const user = await api.createUser()
    const first = await api.signIn(user)
    const second = await api.signIn(user)
    const { data } = await api.call(
      devices.nameDevice,
      { id: first.session.id, name: '  Work \u00a0laptop ' },
      second.caller,
    )
    expect(data).toMatchObject({ id: first.session.id, current: false, name: 'Work laptop' })
    await api.call(devices.revokeSession, { id: first.session.id }, second.caller)
    const { data: sessions } = await api.call(devices.listSessions, {}, second.caller)
    expect(sessions.map(({ name }) => name)).toEqual(['Work laptop', 'Work laptop'])
    const { data: activity } = await api.call(listActivity, { only: 'changes' }, second.caller)
    expect(activity.events.map(({ kind, about }) => [kind, about?.name])).toContainEqual([
      'device_named',
      'Work laptop',
    ])
  })

  it('removes a name, and records nothing if the name stays the same', async () => {
    const user = await api.createUser()
    const { session, caller } = await api.signIn(user)
    for (const name of ['Phone', 'Phone', null, null]) {
      const { data } = await api.call(devices.nameDevice, { id: session.id, name }, caller)
      expect(data.name).toBe(name)
    }
    expect(await api.db.auditEvent.count({ where: { userId: user.id, kind: 'device_named' } })).toBe(2)
  })

  it('finds no session of another person, and none whose device was forgotten', async () => {
    const [user, other] = await Promise.all([api.createUser(), api.createUser()])
    const [own, foreign] = [await api.signIn(user), await api.signIn(other)]
    await api.db.device.deleteMany({ where: { userId: user.id } })
    for (const id of [own.session.id, foreign.session.id, crypto.randomUUID()]) {
      const { problem } = await api.call(devices.nameDevice, { id, name: 'Mine' }, own.caller)
      expect(problem).toMatchObject({ status: 404, code: 'not_found' })
    }
    expect(await api.db.device.count({ where: { name: 'Mine' } })).toBe(0)
  })

  it.each(['', '\u2800', 'two\nlines', 'a'.repeat(101)])('refuses %j, as the name of a person', async name => {
    const { session, caller } = await api.signIn(await api.createUser())
    const { problem } = await api.call(devices.nameDevice, { id: session.id, name }, caller)
    expect(Object.keys(problem.fields ?? {})).toEqual(['name'])
  })

  it('allows 20 names a day before a wait', async () => {
    const limited = await replicaOf(api, { limits: true })
    const { session, caller } = await limited.signIn(await limited.createUser())
    const name = async (number: number) =>
      (await limited.call(devices.nameDevice, { id: session.id, name: `${number}` }, caller)).status
    for (let number = 0; number < 20; number++) expect(await name(number)).toBe(200)
    expect(await name(20)).toBe(429)
  })
})

describe('the list of sessions', () => {
  it('says when each device was first seen, and where it probably is, in the language of the request', async () => {
    const places = await openPlaces(await temporaryFile(placeDatabase(203, munich)))
    const replica = await replicaOf(api, { environment: { TRUST_PROXY: 'loopback' }, deps: { places } })
    const user = await replica.createUser()
    const headers = { 'x-forwarded-for': '203.1.113.7', 'accept-language': 'de' }
    const first = await replica.signIn(user, {}, { headers })
    replica.clock.advance(days(4))
    const { caller } = await replica.signIn(user, {}, { headers })
    const { data } = await replica.call(devices.listSessions, {}, { ...caller, headers })
    expect(data).toMatchObject([
      { current: true, firstSeenAt: first.session.createdAt, place: { city: 'München', country: 'DE' }, name: null },
      { current: false, firstSeenAt: first.session.createdAt, deviceId: data[0]?.deviceId },
    ])
    const { data: activity } = await replica.call(listActivity, { only: 'sign_ins' }, caller)
    expect(activity.events.map(({ place }) => place?.city)).toEqual(['Munich', 'Munich'])
  })
})
