import { exportUser } from '@latchkey/contracts/auth/export'
import { describe, expect, it } from 'vitest'
import { signInConfirmed } from '../../../testing/confirmed.ts'
import { minutes } from '../../../testing/movable-clock.ts'
import { replicaOf, testApi } from '../../../testing/test.ts'
import { waiting } from '../../../testing/waiting.ts'
import { leaseKeyOf } from '../limits/keys.ts'
import { takeLease } from '../limits/store.ts'

const api = await testApi()

describe('an export', () => {
  it('runs once at a time for each person, on all servers together', async () => {
    const [user, stranger] = [await api.createUser(), await api.createUser()]
    const [{ caller }, other] = [await signInConfirmed(api, user), await signInConfirmed(api, stranger)]
    const replica = await replicaOf(api, {})
    const [locked, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const holding = api.db.$transaction(async tx => {
      await tx.$executeRaw`select from users where id = ${user.id}::uuid for update`
      locked.resolve()
      await released.promise
    })
    await locked.promise
    const first = api.call(exportUser, {}, caller)
    await waiting(api.db, 1)
    for (const server of [api, replica]) {
      const { problem, response } = await server.call(exportUser, {}, caller)
      expect([problem.code, response.headers['retry-after']]).toEqual(['rate_limited', '10'])
    }
    expect((await replica.call(exportUser, {}, other.caller)).status).toBe(200)
    released.resolve()
    await holding
    expect((await first).status).toBe(200)
    expect((await replica.call(exportUser, {}, caller)).status).toBe(200)
    await api.deliver()
  })

  it('can be made a minute after a server was killed that was making one', async () => {
    const user = await api.createUser()
    const { caller } = await signInConfirmed(api, user)
    const key = leaseKeyOf(api.deps.keys('limit counter'), 'export', user.id)
    await takeLease(api.deps, key, api.clock.now(), minutes(1))
    expect((await api.call(exportUser, {}, caller)).status).toBe(429)
    api.clock.advance(minutes(1))
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

  it('lists a job once', async () => {
    const user = await api.createUser()
    const { caller } = await signInConfirmed(api, user)
    const both = { userId: user.id, email: user.email, noteId: user.id }
    await api.db.$executeRaw`insert into pgboss.job (name, data) values ('note_mail', ${both}::jsonb)`
    const { data } = await api.call(exportUser, {}, caller)
    expect(data.jobs.filter(({ kind }) => kind === 'note mail')).toHaveLength(1)
    await api.deliver()
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
    // Two marks of the person in one job are one job.
    await api.db.$executeRaw`insert into pgboss.job (name, data) select 'note_mail',
      jsonb_build_object('userId', ${userId}::text, 'email', ${user.email}::text, 'noteId', ${user.id}::text) from generate_series(1, 1001)`
    const { data } = await api.call(exportUser, {}, caller)
    expect(data.jobs).toHaveLength(1_000)
    const lengths = [data.sessions, data.devices, data.challenges].map(({ length }) => length)
    expect(lengths).toEqual([1_000, 1_000, 1_000])
    expect(data.sessions[0]?.current).toBe(true)
    await api.db.$executeRaw`delete from pgboss.job`
  })
})
