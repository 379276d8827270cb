import { randomBytes, randomUUID } from 'node:crypto'
import { confirm } from '@latchkey/contracts/auth/confirmation'
import { CHANGES_CHANNEL } from '@latchkey/database/heartbeat'
import { listen } from '@latchkey/database/listen'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { days, hours } from '../../testing/movable-clock.ts'
import { testApi } from '../../testing/test.ts'
import { jobHandlers } from '../platform/feature.ts'
import { purge } from '../platform/jobs/purge.ts'
import { deleteUser } from './admin/service.ts'

const api = await testApi()
const { db, clock } = api
const ahead = (milliseconds: number) => new Date(clock.now().getTime() + milliseconds)
const ago = (milliseconds: number) => ahead(-milliseconds)
const hash = () => Uint8Array.from(randomBytes(32))

async function addUser(differences: { deletedAt?: Date } = {}): Promise<string> {
  const now = clock.now()
  const email = `${randomUUID()}@example.com`
  return (await db.user.create({ data: { email, createdAt: now, updatedAt: now, ...differences } })).id
}
async function addSession(userId: string, differences: { revokedAt?: Date; expiresAt?: Date; lastSeenAt?: Date }) {
  const now = clock.now()
  const times = { createdAt: now, authenticatedAt: now, lastSeenAt: now, expiresAt: ahead(hours(1)) }
  const kind = { delivery: 'cookie', remembered: false, methods: ['pwd'] }
  await db.session.create({ data: { userId, tokenHash: hash(), ...kind, ...times, ...differences } })
}
const addChallenge = (purpose: string, expiresAt: Date, usedAt: Date | null = null) =>
  db.challenge.create({
    data: {
      purpose,
      address: 'a@example.com',
      payload: { passwordHash: 'x' },
      createdAt: clock.now(),
      expiresAt,
      usedAt,
    },
  })
const addDevice = (userId: string, lastSeenAt: Date, revokedAt: Date | null = null) =>
  db.device.create({ data: { userId, tokenHash: hash(), createdAt: lastSeenAt, lastSeenAt, revokedAt } })
const counts = async () => [
  await db.user.count(),
  await db.session.count(),
  await db.challenge.count(),
  await db.device.count(),
]

async function clear() {
  await db.challenge.deleteMany()
  await db.user.deleteMany()
}

describe('the purge', () => {
  it('deletes only sessions that ended more than 30 days ago', async () => {
    const user = await addUser()
    await addSession(user, {})
    await addSession(user, { revokedAt: ago(days(29)) })
    await addSession(user, { expiresAt: ago(days(29)) })
    await addSession(user, { revokedAt: ago(days(31)), expiresAt: ago(days(29)) })
    await addSession(user, { expiresAt: ago(days(31)) })
    await purge(api.deps)
    expect(await db.session.count()).toBe(3)
    clock.advance(days(2))
    await purge(api.deps)
    expect(await db.session.count()).toBe(1)
    clock.advance(days(29))
    await purge(api.deps)
    expect(await db.session.count()).toBe(0)
    await clear()
  })

  it('deletes challenges 14 days after they expired, used or not, and sign-ups with their password at once', async () => {
    await addChallenge('reset', ahead(hours(1)))
    await addChallenge('reset', ago(days(13)), ago(days(13)))
    await addChallenge('not_me', ago(days(15)))
    await addChallenge('reset', ago(days(15)), ago(days(15)))
    await addChallenge('sign_up', ahead(hours(1)))
    await addChallenge('sign_up', ahead(hours(1)), clock.now())
    await addChallenge('sign_up', ago(1))
    await purge(api.deps)
    const left = await db.challenge.findMany({ orderBy: { purpose: 'asc' } })
    expect(left.map(({ purpose, usedAt }) => [purpose, usedAt === null])).toEqual([
      ['reset', true],
      ['reset', false],
      ['sign_up', true],
    ])
    await clear()
  })

  it('deletes users 7 days after they deleted their account, with all their data', async () => {
    await addUser()
    const left = await addUser({ deletedAt: clock.now() })
    await addSession(left, {})
    await addDevice(left, clock.now())
    await db.password.create({ data: { userId: left, hash: 'x', changedAt: clock.now() } })
    clock.advance(days(7) - 1)
    await purge(api.deps)
    expect(await counts()).toEqual([2, 1, 0, 1])
    clock.advance(2)
    await purge(api.deps)
    expect(await counts()).toEqual([1, 0, 0, 0])
    expect(await db.password.count()).toBe(0)
    await clear()
  })

  it('deletes a user who did very much in small batches, and what is personal in their events first', async () => {
    const userId = await addUser({ deletedAt: ago(days(8)) })
    const [kept, now] = [await addUser(), clock.now()]
    const event = (owner: string) => ({
      ...{ userId: owner, at: now, kind: 'signed_in', commitment: hash(), salt: hash() },
      ...{ address: 'a@example.com', ip: '192.0.2.1', userAgent: 'curl' },
    })
    await db.auditEvent.createMany({ data: Array.from({ length: 1_201 }, () => event(userId)) })
    await db.auditEvent.createMany({ data: [event(kept)] })
    for (let at = 0; at < 2; at++) await addSession(userId, { revokedAt: now })
    const before = api.queries.length
    await purge(api.deps)
    const queries = api.queries.slice(before)
    expect(queries.filter(name => name === 'updateMany')).toHaveLength(3)
    expect(queries.lastIndexOf('updateMany')).toBeLessThan(queries.indexOf('deleteMany'))
    expect(await db.user.count({ where: { id: userId } })).toBe(0)
    const personal = { salt: { not: null }, address: 'a@example.com' }
    expect(await db.auditEvent.findMany({ where: personal, select: { userId: true } })).toEqual([{ userId: kept }])
    await clear()
  })

  it('deletes no more than a batch of any table at a time, however much a person left', async () => {
    const userId = await addUser({ deletedAt: ago(days(8)) })
    const [now, many] = [clock.now(), <Row>(row: () => Row) => Array.from({ length: 1_201 }, row)]
    const device = await addDevice(userId, now)
    await db.device.createMany({ data: many(() => ({ userId, tokenHash: hash(), createdAt: now, lastSeenAt: now })) })
    await db.note.createMany({ data: many(() => ({ userId, text: 'x', createdAt: now })) })
    const challenge = { purpose: 'not_me', payload: {}, createdAt: now, expiresAt: ahead(1) }
    await db.challenge.createMany({ data: many(() => ({ userId, ...challenge })) })
    const session = { userId, deviceId: device.id, delivery: 'cookie', remembered: false, methods: ['pwd'] }
    const times = { createdAt: now, authenticatedAt: now, lastSeenAt: now, expiresAt: now }
    await db.session.createMany({ data: many(() => ({ tokenHash: hash(), ...session, ...times })) })
    await db.$executeRawUnsafe('create table changed_at_once (rows int)')
    await db.$executeRawUnsafe(`create function count_changed() returns trigger language plpgsql as
      'begin insert into changed_at_once select count(*) from gone; return null; end'`)
    for (const table of ['devices', 'notes', 'challenges', 'sessions'])
      await db.$executeRawUnsafe(`create trigger counted after delete on ${table} referencing old table as gone
        for each statement execute function count_changed()`)
    await db.$executeRawUnsafe(`create trigger counted_updates after update on sessions referencing old table as gone
      for each statement execute function count_changed()`)
    await purge(api.deps)
    expect(await db.user.count({ where: { id: userId } })).toBe(0)
    expect(await db.$queryRaw`select max(rows) as most, sum(rows)::int as all from changed_at_once`).toEqual([
      { most: 500, all: 4 * 1_201 + 1 },
    ])
    await db.$executeRawUnsafe('drop function count_changed cascade')
    await db.$executeRawUnsafe('drop table changed_at_once')
    await clear()
  })

  it('goes on with the other people if one cannot be deleted, and says so', async () => {
    const [stuck, other] = [await addUser({ deletedAt: ago(days(9)) }), await addUser({ deletedAt: ago(days(8)) })]
    await db.$executeRawUnsafe('create table orders (customer uuid references users on delete restrict)')
    await db.$executeRaw`insert into orders values (${stuck}::uuid)`
    api.logLines.length = 0
    for (let run = 0; run < 2; run++) {
      clock.advance(300_000)
      await purge(api.deps)
    }
    expect((await db.user.findMany()).map(({ id }) => id)).toEqual([stuck])
    const failed = api.logLines.map(line => JSON.parse(line)).filter(({ event }) => event === 'purge_failed')
    expect(failed).toMatchObject([{ level: 50, rule: 'users' }, { rule: 'users' }])
    await db.$executeRawUnsafe('drop table orders')
    await purge(api.deps)
    expect([await db.user.count({ where: { id: other } }), await db.user.count()]).toEqual([0, 0])
    await clear()
  })

  it('takes a batch of each rule in turn, and goes on after one that fails', async () => {
    let [elapsed, small] = [0, 0]
    vi.spyOn(performance, 'now').mockImplementation(() => (elapsed += 1_000))
    onTestFinished(() => void vi.restoreAllMocks())
    const broken = vi.fn(() => Promise.reject(new Error('no')))
    const rules = [
      { name: 'broken', afterDays: 0, deleteBatch: broken },
      { name: 'endless', afterDays: 0, deleteBatch: async () => 500 },
      { name: 'small', afterDays: 0, deleteBatch: async () => (small++ < 2 ? 500 : 0) },
    ]
    await purge({ ...api.deps, features: [{ name: 'a', purge: rules }] })
    expect([broken.mock.calls.length, small]).toEqual([1, 3])
    const away = Object.assign(new Error('away'), { code: 'ECONNREFUSED' })
    const outage = [{ name: 'broken', afterDays: 0, deleteBatch: () => Promise.reject(away) }]
    await expect(purge({ ...api.deps, features: [{ name: 'a', purge: outage }] })).rejects.toBe(away)
  })

  it('keeps a user whose former address can still restore the account', async () => {
    const userId = await addUser({ deletedAt: ago(days(8)) })
    const reclaim = {
      purpose: 'not_me',
      userId,
      address: 'a@example.com',
      payload: { restores: true, notice: 'email_changed' },
    }
    await db.challenge.create({ data: { ...reclaim, createdAt: clock.now(), expiresAt: ahead(days(1)) } })
    await purge(api.deps)
    expect(await db.user.count()).toBe(1)
    await db.challenge.updateMany({ data: { payload: { restores: false } } })
    await purge(api.deps)
    expect(await db.user.count()).toBe(0)
    for (const over of [{ expiresAt: ago(1) }, { expiresAt: ahead(days(1)), usedAt: clock.now() }]) {
      const left = await addUser({ deletedAt: ago(days(8)) })
      await db.challenge.create({ data: { ...reclaim, userId: left, createdAt: clock.now(), ...over } })
    }
    await purge(api.deps)
    expect(await db.user.count()).toBe(0)
    await clear()
  })

  it('keeps a user who restores their account at that moment', async () => {
    const kept = await addUser({ deletedAt: ago(days(8)) })
    await db.$transaction(async tx => {
      await tx.user.update({ where: { id: kept }, data: { deletedAt: null } })
      await purge(api.deps)
    })
    await purge(api.deps)
    expect(await db.user.count()).toBe(1)
    await clear()
  })

  it('deletes devices without a sign-in for 400 days, revoked or not', async () => {
    const user = await addUser()
    await addDevice(user, ago(days(399)))
    await addDevice(user, ago(days(1)), ago(days(1)))
    await addDevice(user, ago(days(401)))
    await addDevice(user, ago(days(401)), ago(days(401)))
    await purge(api.deps)
    expect(await db.device.count()).toBe(2)
    await clear()
  })

  it('deletes only expired counts', async () => {
    const openAt = clock.now()
    await db.limit.create({ data: { key: 'forgotten', count: 9, openAt, expiresAt: ago(1) } })
    await db.limit.create({ data: { key: 'not yet', count: 9, openAt, expiresAt: ahead(1) } })
    await purge(api.deps)
    expect((await db.limit.findMany()).map(({ key }) => key)).toEqual(['not yet'])
    await db.limit.deleteMany()
  })

  it('deletes in batches until nothing is left', async () => {
    const user = await addUser()
    const now = ago(days(40))
    await db.session.createMany({
      data: Array.from({ length: 1201 }, () => ({
        ...{ userId: user, tokenHash: hash(), delivery: 'cookie', remembered: false, methods: ['pwd'] },
        ...{ createdAt: now, authenticatedAt: now, lastSeenAt: now, expiresAt: now },
      })),
    })
    const before = api.queries.length
    await purge(api.deps)
    expect(await db.session.count()).toBe(0)
    expect(api.queries.slice(before).filter(name => name === '$executeRaw')).toHaveLength(10 + 5)
    await clear()
  })

  it('erases the personal fields of an event that was written just after its user was deleted', async () => {
    const user = await api.createUser()
    const { caller } = await api.signIn(user)
    vi.spyOn(api.deps.hasher, 'verify').mockImplementationOnce(async () => {
      await deleteUser(api.deps, user.email, { atOnce: true })
      return false
    })
    expect((await api.call(confirm, { password: 'not the password' }, caller)).status).toBe(401)
    const left = () => db.auditEvent.findMany({ where: { userId: user.id, NOT: { address: null } } })
    expect(await left()).toMatchObject([{ kind: 'confirm_failed', address: user.email }])
    await purge(api.deps)
    expect(await left()).toEqual([])
  })

  it('has one deadline for all its work, including trimming', async () => {
    const before = api.queries.length
    vi.spyOn(performance, 'now').mockImplementation(() => 0)
    onTestFinished(() => void vi.restoreAllMocks())
    vi.mocked(performance.now).mockReturnValueOnce(-20_000)
    await purge(api.deps)
    expect(api.queries.slice(before)).toEqual([])
  })

  it('announces no session that it deletes: many announcements would empty the cache of every server', async () => {
    const user = await addUser()
    await addSession(user, { revokedAt: new Date(0) })
    await addSession(user, { expiresAt: new Date(0) })
    const announced: string[] = []
    const { promise: listening, resolve: connected } = Promise.withResolvers<void>()
    const { promise: marked, resolve: mark } = Promise.withResolvers<void>()
    const notified = (payload: string) => (payload === 'marker' ? mark() : announced.push(payload))
    const end = listen(api.url, CHANGES_CHANNEL, { connected: () => connected(), notified, lost() {} })
    await listening
    await purge(api.deps)
    await db.$executeRaw`select pg_notify(name, 'marker') from announcement_channel`
    await marked
    await end()
    expect([await db.session.count(), announced]).toEqual([0, []])
    await clear()
  })

  it('runs in the worker, every five minutes', () => {
    expect(jobHandlers(api.deps).find(({ kind }) => kind.name === 'purge')?.everySeconds).toBe(300)
  })
})
