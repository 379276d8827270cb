import { exportUser } from '@latchkey/contracts/auth/account'
import { describe, expect, it } from 'vitest'
import { signInConfirmed } from '../../../testing/confirmed.ts'
import { replicaOf, testApi } from '../../../testing/test.ts'

const api = await testApi()

describe('an export', () => {
  it('runs once at a time for each person', async () => {
    const [{ caller }, other] = [
      await signInConfirmed(api, await api.createUser()),
      await signInConfirmed(api, await api.createUser()),
    ]
    const asked = [caller, caller, caller, other.caller].map(each => api.call(exportUser, {}, each))
    const answers = await Promise.all(asked)
    expect(answers.map(({ status }) => status)).toEqual([200, 429, 429, 200])
    expect(answers[1]?.response.headers['retry-after']).toBe('10')
    expect((await api.call(exportUser, {}, caller)).status).toBe(200)
    await api.deliver()
  })

  it('can be asked for five times, then after a wait; a refused one does not count', async () => {
    const { caller } = await api.signIn(await api.createUser())
    const limited = await replicaOf(api, { limits: true })
    for (let at = 0; at < 6; at++)
      expect((await limited.call(exportUser, {}, caller)).problem.code).toBe('confirmation_required')
    const confirmed = await signInConfirmed(api, await api.createUser())
    for (let at = 0; at < 5; at++) expect((await limited.call(exportUser, {}, confirmed.caller)).status).toBe(200)
    const { problem, response } = await limited.call(exportUser, {}, confirmed.caller)
    expect([problem.code, response.headers['retry-after']]).toEqual(['rate_limited', '60'])
    await api.deliver()
  })

  it('cannot be caused by a page of another site', async () => {
    const { caller } = await signInConfirmed(api, await api.createUser(), { delivery: 'cookie' })
    const { cookie = '' } = caller
    const navigation = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }
    const crossSite = { cookie, headers: navigation }
    expect((await api.call(exportUser, {}, crossSite)).problem.code).toBe('cross_origin')
    const get = await api.app.inject({ method: 'GET', url: exportUser.path, headers: { cookie, ...navigation } })
    expect(get.statusCode).toBe(405)
  })

  it('has the latest thousand rows of each list', async () => {
    const user = await api.createUser()
    const { caller } = await signInConfirmed(api, user)
    const [userId, now] = [user.id, api.clock.now()]
    const bytes = () => Uint8Array.from(crypto.getRandomValues(new Uint8Array(32)))
    const many = <Row>(row: () => Row) => Array.from({ length: 1_001 }, row)
    const times = { createdAt: new Date(0), lastSeenAt: now }
    const ended = {
      delivery: 'bearer',
      remembered: false,
      methods: [],
      authenticatedAt: now,
      expiresAt: now,
      revokedAt: now,
    }
    await api.db.session.createMany({ data: many(() => ({ userId, tokenHash: bytes(), ...times, ...ended })) })
    await api.db.device.createMany({ data: many(() => ({ userId, tokenHash: bytes(), ...times })) })
    const challenge = { purpose: 'not_me', payload: {}, createdAt: new Date(0), expiresAt: now }
    await api.db.challenge.createMany({ data: many(() => ({ userId, ...challenge })) })
    const { data } = await api.call(exportUser, {}, caller)
    const lengths = [data.sessions, data.devices, data.challenges].map(({ length }) => length)
    expect(lengths).toEqual([1_000, 1_000, 1_000])
    expect(data.sessions[0]?.current).toBe(true)
  })
})
