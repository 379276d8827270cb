import { openConnections } from '@latchkey/database/client'
import { limitedTo } from '@latchkey/database/testing'
import { describe, expect, inject, it, onTestFinished } from 'vitest'
import { days } from '../../../../testing/movable-clock.ts'
import { openTestDeps, type TestDeps, testSecret } from '../../../../testing/test-deps.ts'
import { isThorough } from '../../../../testing/thorough.ts'
import { features } from '../../../features.ts'
import { deriveKeyring } from '../../../platform/crypto/keys.ts'
import { jobHandlers } from '../../../platform/feature.ts'
import { recordEvents } from '../service.ts'
import { formatVerdict } from './report.ts'
import { type Memory, sealEvents } from './service.ts'
import { lockChain } from './store.ts'
import { trimEvents } from './trim.ts'
import { restartChain, verifyChain } from './verify.ts'
import { watchSeals } from './watch.ts'

const origin = { ip: '203.0.113.7', userAgent: 'curl/8.5.0', requestId: 'r-1' }

/** A separate log, with `count` sealed events of one user, which began `ago` milliseconds before now. */
async function sealedLog(count = 4, { ago = 0 } = {}) {
  const log = await openTestDeps(inject('template'))
  onTestFinished(() => log.close())
  log.clock.advance(-ago)
  const { id: userId } = await log.db.user.create({
    data: { email: 'ada@example.com', createdAt: log.clock.now(), updatedAt: log.clock.now() },
  })
  const event = { kind: 'confirmed' as const, userId, address: 'ada@example.com', ...origin }
  for (let i = 0; i < count; i += 1) {
    await recordEvents(log.deps, log.db, [event])
    log.clock.advance(1000)
  }
  await sealEvents(log.deps)
  return { ...log, userId, event }
}

/** Does what the triggers refuse, as the owner of the tables. */
async function tamper({ db }: Pick<TestDeps, 'db'>, ...statements: string[]): Promise<void> {
  for (const table of ['audit_events', 'audit_chain', 'audit_checkpoints'])
    await db.$executeRawUnsafe(`alter table ${table} disable trigger user`)
  await db.$executeRawUnsafe('alter table audit_chain drop constraint if exists audit_chain_begins_at_one')
  for (const statement of statements) await db.$executeRawUnsafe(statement)
}

const longAgo = { ago: days(20 * 365) }
const next = 'another secret of a test that is long'
/** The same server, with these secrets in APP_SECRET. */
const under = ({ deps }: Pick<TestDeps, 'deps'>, ...secrets: string[]) => ({ ...deps, keys: deriveKeyring(secrets) })

/** Runs `work` with the database role of the API. */
async function asApi(
  { url }: Pick<TestDeps, 'url'>,
  work: (query: (sql: string) => Promise<unknown>) => Promise<unknown>,
) {
  const limited = await limitedTo('latchkey_api', url)
  const connections = openConnections(limited.url, { poolSize: 1 })
  try {
    await work(sql => connections.query(sql))
  } finally {
    await connections.close()
    await limited.drop()
  }
}
const forgedCheckpoint = `insert into audit_checkpoints (seq, why, at, head, mac, key_id)
  values (9000000000000, 'trimmed', now(), sha256('x'), sha256('x'), 'x')`
const forgedSeal = (seq: string) => `with forged as (
    insert into audit_events (id, at, kind, commitment) values (gen_random_uuid(), '2020-01-01', 'signed_in', sha256('c')) returning id)
  insert into audit_chain select ${seq}, id, sha256('p'), sha256('m'), 'deadbeef' from forged`
const errorsOf = ({ logLines }: Pick<TestDeps, 'logLines'>) =>
  logLines.map(line => JSON.parse(line)).filter(({ level }) => level >= 50)

const broken = async ({ deps }: Pick<TestDeps, 'deps'>) => {
  const { broken } = await verifyChain(deps)
  return broken && [broken.why, Number(broken.seq)]
}
const second = '(select event_id from audit_chain where seq = 2)'

describe('the audit chain', () => {
  it('proves what was sealed, and counts what is not sealed yet', async () => {
    const log = await sealedLog(3)
    await recordEvents(log.deps, log.db, [{ ...log.event, kind: 'confirmed' }])
    expect(await verifyChain(log.deps)).toMatchObject({ proven: 3, erased: 0, unproven: 0, unsealed: 1, broken: null })
    await sealEvents(log.deps)
    expect(await verifyChain(log.deps)).toMatchObject({ proven: 4, unsealed: 0, head: { seq: 4n }, broken: null })
  })

  it.each([
    ['at', `at + interval '1 second'`],
    ['kind', `'signed_out'`],
    ['count', '2'],
    ['user_id', 'gen_random_uuid()'],
    ['session_id', 'gen_random_uuid()'],
    ['device_id', 'gen_random_uuid()'],
    ['request_id', `'r-2'`],
    ['address', `'eve@example.com'`],
    ['ip', `'203.0.113.8'`],
    ['user_agent', `'wget'`],
    ['salt', 'sha256(salt)'],
    ['commitment', 'sha256(commitment)'],
  ])('shows a changed %s of an event', async (column, value) => {
    const log = await sealedLog()
    await tamper(log, `update audit_events set ${column} = ${value} where id = ${second}`)
    expect(await broken(log)).toEqual(['changed', 2])
  })

  it.each([
    ['mac', 'sha256(mac)', 'changed'],
    ['prev', 'sha256(prev)', 'changed'],
    ['key_id', `'another'`, 'unknown_key'],
  ])('shows a changed %s of a seal', async (column, value, why) => {
    const log = await sealedLog()
    await tamper(log, `update audit_chain set ${column} = ${value} where seq = 2`)
    expect(await broken(log)).toEqual([why, 2])
  })

  it.each([
    ['an event', [`delete from audit_events where id = ${second}`]],
    ['a seal', ['delete from audit_chain where seq = 2']],
    [
      'an event with its seal, and the gap closed,',
      [
        `delete from audit_events where id = ${second}`,
        'delete from audit_chain where seq = 2',
        'update audit_chain set seq = -seq',
        'update audit_chain set seq = case when seq = -1 then 1 else -seq - 1 end',
      ],
    ],
  ])('shows that %s is missing', async (_, statements) => {
    const log = await sealedLog()
    await tamper(log, ...statements)
    expect(await broken(log)).toEqual(['missing', 2])
  })

  it('shows that its beginning is missing', async () => {
    const log = await sealedLog()
    await tamper(log, `delete from audit_events where id = ${second}`, 'delete from audit_chain where seq <= 2')
    expect(await broken(log)).toEqual(['missing', 1])
  })

  it('shows an inserted row, even if the numbers after it were raised', async () => {
    const log = await sealedLog()
    const copy = `insert into audit_events select 'ffffffff-ffff-7fff-bfff-ffffffffffff', at, 'signed_out', count, user_id, session_id,
      device_id, request_id, commitment, salt, address, ip, user_agent from audit_events where id = ${second}`
    await tamper(
      log,
      copy,
      'update audit_chain set seq = -seq where seq >= 2',
      'update audit_chain set seq = 1 - seq where seq < 0',
      `insert into audit_chain select 2, 'ffffffff-ffff-7fff-bfff-ffffffffffff', mac, sha256(mac), key_id from audit_chain where seq = 1`,
    )
    expect(await broken(log)).toEqual(['inserted', 2])
  })

  it.each([
    ['rows', 'update audit_chain set seq = case when seq = -2 then 3 else 2 end where seq < 0'],
    [
      'events',
      `update audit_chain a set event_id = b.event_id, seq = -a.seq from audit_chain b where a.seq < 0 and b.seq = -5 - a.seq`,
    ],
  ])('shows %s that were swapped', async (what, swap) => {
    const log = await sealedLog()
    const freed =
      what === 'events'
        ? ['alter table audit_chain drop constraint audit_chain_pkey', 'drop index audit_chain_event_id_key']
        : []
    await tamper(log, ...freed, 'update audit_chain set seq = -seq where seq in (2, 3)', swap)
    expect(await broken(log)).toEqual(['reordered', 2])
  })

  it('shows personal fields that were swapped between two events', async () => {
    const log = await sealedLog()
    await recordEvents(log.deps, log.db, [{ ...log.event, kind: 'confirmed', ip: '198.51.100.1' }])
    await sealEvents(log.deps)
    const fifth = '(select event_id from audit_chain where seq = 5)'
    const [a, b] = ['ip', 'ip'].map(column => `(select ${column} from audit_events where id = `)
    await tamper(
      log,
      `update audit_events set ip = case when id = ${second} then ${a}${fifth}) else ${b}${second}) end
      where id in (${second}, ${fifth})`,
    )
    expect(await broken(log)).toEqual(['changed', 2])
  })

  it('shows an end that was cut off, with a head from the logs', async () => {
    const log = await sealedLog()
    const { head } = await verifyChain(log.deps)
    await tamper(
      log,
      'delete from audit_events where id = (select event_id from audit_chain where seq = 4)',
      'delete from audit_chain where seq = 4',
    )
    expect(await broken(log)).toBeNull()
    expect((await verifyChain(log.deps, [head])).broken).toMatchObject({ why: 'cut', seq: 4n })
  })

  it('logs its head, which shows a chain that was sealed anew with the key', async () => {
    const log = await sealedLog()
    const line = log.logLines.map(line => JSON.parse(line)).find(({ event }) => event === 'audit_head')
    expect(line).toMatchObject({ seq: '4', mac: expect.stringMatching(/^[\da-f]{64}$/), keyId: expect.any(String) })
    await tamper(log, `update audit_events set kind = 'signed_out' where id = ${second}`, 'delete from audit_chain')
    await sealEvents(log.deps)
    expect(await broken(log)).toBeNull()
    const head = { seq: BigInt(line.seq), mac: Buffer.from(line.mac, 'hex') }
    expect((await verifyChain(log.deps, [head])).broken).toMatchObject({ why: 'changed', seq: 4n })
  })

  it('is valid after a user and their personal fields are deleted, and shows fields erased while the user exists', async () => {
    const log = await sealedLog()
    await log.db.user.delete({ where: { id: log.userId } })
    const left = await log.db.auditEvent.findMany({ where: { userId: log.userId } })
    expect(left.map(({ salt, address, ip, userAgent }) => [salt, address, ip, userAgent])).toEqual(
      Array(4).fill(Array(4).fill(null)),
    )
    expect(await verifyChain(log.deps)).toMatchObject({ proven: 4, erased: 4, broken: null })
    const other = await sealedLog()
    await other.db.$executeRawUnsafe(
      `update audit_events set salt = null, address = null, ip = null, user_agent = null where id = ${second}`,
    )
    expect(await broken(other)).toEqual(['erased', 2])
  })

  it('seals an event whose transaction was open while later ones were sealed', async () => {
    const log = await sealedLog()
    await log.db.$transaction(async tx => {
      await recordEvents(log.deps, tx, [{ ...log.event, kind: 'exported' }])
      log.clock.advance(1000)
      await recordEvents(log.deps, log.db, [{ ...log.event, kind: 'confirmed' }])
      await sealEvents(log.deps)
    })
    await sealEvents(log.deps)
    expect(await verifyChain(log.deps)).toMatchObject({ proven: 6, unsealed: 0, broken: null })
    expect((await log.db.auditEvent.findMany({ where: { kind: 'exported' } }))[0]?.at.getTime()).toBeLessThan(
      log.clock.now().getTime(),
    )
  })

  it('shows an event from long before the end that was never sealed', async () => {
    const log = await sealedLog()
    log.clock.advance(-days(3))
    await recordEvents(log.deps, log.db, [{ ...log.event, kind: 'signed_out' }])
    log.clock.advance(days(3))
    await sealEvents(log.deps)
    expect((await verifyChain(log.deps)).broken).toMatchObject({ why: 'unsealed' })
  })

  it('stays one chain when several servers seal at once', async () => {
    const log = await sealedLog()
    await recordEvents(log.deps, log.db, Array(1200).fill(log.event))
    await Promise.all([sealEvents(log.deps), sealEvents(log.deps), sealEvents(log.deps)])
    expect(await verifyChain(log.deps)).toMatchObject({ proven: 1204, unsealed: 0, broken: null })
  })

  it('has no event of a transaction that was rolled back', async () => {
    const log = await sealedLog()
    const failing = log.db.$transaction(async tx => {
      await recordEvents(log.deps, tx, [{ ...log.event, kind: 'exported' }])
      throw new Error('undone')
    })
    await expect(failing).rejects.toThrow('undone')
    expect(await log.db.auditEvent.count({ where: { kind: 'exported' } })).toBe(0)
  })

  it('is verified with an older secret, and from the checkpoint of the rotation once that is gone', async () => {
    const log = await sealedLog()
    expect((await verifyChain(under(log, next))).broken).toMatchObject({ why: 'unknown_key', seq: 1n })
    await recordEvents(log.deps, log.db, [{ ...log.event, kind: 'confirmed' }])
    await sealEvents(under(log, next, testSecret))
    expect(await verifyChain(under(log, next, testSecret))).toMatchObject({ proven: 5, unproven: 0, broken: null })
    expect(await verifyChain(under(log, next))).toMatchObject({ proven: 1, unproven: 4, broken: null })
  })

  it('is trimmed from its beginning when it is old, but keeps a sealed checkpoint and its newest seal', async () => {
    const log = await sealedLog(600, longAgo)
    const until = (ms: number) => new Date(log.clock.now().getTime() + ms)
    expect(await trimEvents(log.deps, until(-600_000))).toBe(0)
    expect(await trimEvents(log.deps, until(-10_000))).toBe(590)
    expect(await verifyChain(log.deps)).toMatchObject({ proven: 10, head: { seq: 600n }, broken: null })
    expect(await trimEvents(log.deps, until(1))).toBe(9)
    expect(await log.db.auditCheckpoint.findMany({ select: { seq: true, why: true } })).toEqual([
      { seq: 599n, why: 'trimmed' },
    ])
    await recordEvents(log.deps, log.db, [{ ...log.event, kind: 'confirmed' }])
    await sealEvents(log.deps)
    expect(await verifyChain(log.deps)).toMatchObject({ proven: 2, head: { seq: 601n }, broken: null })
    await tamper(log, `update audit_checkpoints set mac = sha256(mac)`)
    expect(await broken(log)).toEqual(['missing', 1])
  })

  it('can only be added to: the database refuses all other changes', async () => {
    const log = await sealedLog()
    for (const statement of [
      `update audit_events set kind = 'x'`,
      `update audit_events set ip = null`,
      `update audit_events set salt = null, address = null, ip = null, user_agent = null, kind = 'x'`,
      'delete from audit_events',
      'truncate audit_events',
      `update audit_chain set key_id = 'x'`,
      'delete from audit_chain',
      'truncate audit_chain',
      'truncate audit_checkpoints',
    ])
      for (const role of ['origin', 'replica'])
        await expect(
          log.db.$transaction([
            log.db.$executeRawUnsafe(`set local session_replication_role = ${role}`),
            log.db.$executeRawUnsafe(statement),
          ]),
          `${statement} as ${role}`,
        ).rejects.toThrow('only ever added to')
  })

  it('is not trimmed of events younger than the shortest retention, even with a forged checkpoint', async () => {
    const log = await sealedLog()
    await asApi(log, async query => {
      await query(forgedCheckpoint)
      for (const table of ['audit_events', 'audit_chain'])
        await expect(query(`delete from ${table}`), table).rejects.toThrow('only ever added to')
    })
    expect(await broken(log)).toEqual(['forged_checkpoint', 9_000_000_000_000])
    expect(formatVerdict(await verifyChain(log.deps)).at(-1)).toContain(
      'has a checkpoint that was not sealed with the key',
    )
  })

  it('shows old events that the role of the API deleted with a forged checkpoint', async () => {
    const log = await sealedLog(4, longAgo)
    await asApi(log, async query => {
      await query(forgedCheckpoint)
      await query('delete from audit_events where id in (select event_id from audit_chain where seq <= 2)')
      await query('delete from audit_chain where seq <= 2')
    })
    expect(await broken(log)).toEqual(['missing', 1])
    await asApi(log, async query => {
      await query('delete from audit_events')
      await query('delete from audit_chain')
    })
    expect(await broken(log)).toEqual(['forged_checkpoint', 9_000_000_000_000])
  })

  it('says that only a head from the logs can tell an emptied log from a new one', async () => {
    const log = await sealedLog()
    const { head } = await verifyChain(log.deps)
    await tamper(log, 'delete from audit_events', 'delete from audit_chain')
    expect((await verifyChain(log.deps, [head])).broken).toMatchObject({ why: 'cut', seq: 1n })
    expect(formatVerdict(await verifyChain(log.deps))).toContain(
      'Nothing is sealed. Only a head from the logs (--head) can show whether everything was deleted.',
    )
  })

  it('is not sealed on a head that was written without the key: the log and verifying name it', async () => {
    const log = await sealedLog()
    await asApi(log, query => query(forgedSeal('5')))
    for (let run = 1; run <= 2; run += 1) {
      await recordEvents(log.deps, log.db, [{ ...log.event, kind: 'confirmed' }])
      await sealEvents(log.deps)
      expect(await log.db.auditSeal.count()).toBe(5)
      const errors = errorsOf(log).filter(({ event }) => event === 'audit_broken')
      expect(errors).toEqual(Array(run).fill(expect.objectContaining({ why: 'unknown_key', seq: '5' })))
    }
    expect(await broken(log)).toEqual(['unknown_key', 5])
  })

  it.each([
    ['is invalid, under a known key', `update audit_chain set mac = sha256(mac) where seq = 4`, 'changed'],
    [
      'has lost its event',
      'delete from audit_events where id = (select event_id from audit_chain where seq = 4)',
      'missing',
    ],
    ['has the highest number possible', forgedSeal('9223372036854775807'), 'unknown_key'],
  ])('is not sealed on a head that %s', async (_, statement, why) => {
    const log = await sealedLog()
    await tamper(log, statement)
    await recordEvents(log.deps, log.db, [{ ...log.event, kind: 'confirmed' }])
    const before = await log.db.auditSeal.count()
    await sealEvents(log.deps)
    expect(await log.db.auditSeal.count()).toBe(before)
    expect(errorsOf(log)).toMatchObject([{ event: 'audit_broken', why }])
  })

  it.each([
    ['lower', 'seq > 3'],
    ['gone', 'true'],
  ])('is not sealed by a server that remembers a head, if the head is now %s', async (_, which) => {
    const log = await sealedLog()
    const memory: Memory = { head: null }
    await sealEvents(log.deps, memory)
    await tamper(log, `delete from audit_chain where ${which}`)
    const left = await log.db.auditSeal.count()
    await sealEvents(log.deps, memory)
    expect(await log.db.auditSeal.count()).toBe(left)
    expect(errorsOf(log)).toMatchObject([{ event: 'audit_broken', why: 'cut' }])
  })

  it('is not sealed by a server that remembers a head, if another one replaced it, even in a longer chain', async () => {
    const log = await sealedLog()
    const memory: Memory = { head: null }
    await sealEvents(log.deps, memory)
    await tamper(log, `update audit_events set kind = 'signed_out' where id = ${second}`, 'delete from audit_chain')
    await recordEvents(log.deps, log.db, [{ ...log.event, kind: 'confirmed' }])
    await sealEvents(log.deps)
    await sealEvents(log.deps, memory)
    expect(errorsOf(log)).toMatchObject([{ event: 'audit_broken', why: 'changed', seq: '4' }])
  })

  it('raises an alarm when events wait to be sealed, even if nothing seals and the chain is locked', async () => {
    const log = await sealedLog()
    const { look } = watchSeals(log.deps)
    await recordEvents(log.deps, log.db, [{ ...log.event, kind: 'confirmed' }])
    log.clock.advance(9 * 60_000)
    await look()
    expect(errorsOf(log)).toEqual([])
    log.clock.advance(2 * 60_000)
    await log.db.$transaction(async tx => {
      await lockChain(tx)
      await look()
    })
    expect(errorsOf(log)).toMatchObject([{ event: 'audit_unsealed', since: expect.any(String) }])
    await sealEvents(log.deps)
    await look()
    expect(errorsOf(log)).toHaveLength(1)
  })

  it('cannot be rewritten before a rotation under a made-up key, while both secrets are kept', async () => {
    const log = await sealedLog()
    const both = under(log, next, testSecret)
    await sealEvents(both)
    await recordEvents(log.deps, log.db, [{ ...log.event, kind: 'confirmed' }])
    await sealEvents(both)
    expect(await verifyChain(both)).toMatchObject({ proven: 5, unproven: 0, broken: null })
    await tamper(
      log,
      `update audit_events set kind = 'name_changed' where id = ${second}`,
      `update audit_chain set key_id = 'deadbeef' where seq = 2`,
    )
    expect((await verifyChain(both)).broken).toMatchObject({ why: 'unknown_key', seq: 2n })
    expect((await verifyChain(under(log, next))).broken).toMatchObject({ why: 'unknown_key', seq: 2n })
  })

  it.each([
    ['a seal', 'delete from audit_chain where seq = 2', 'missing'],
    ['an event', `delete from audit_events where id = ${second}`, 'missing'],
    ['the link to the seal before', 'update audit_chain set prev = sha256(prev) where seq = 2', 'changed'],
    ['a personal field', `update audit_events set ip = '198.51.100.66' where id = ${second}`, 'changed'],
  ])('still shows a missing or changed part of what a lost secret sealed: %s', async (_, statement, why) => {
    const log = await sealedLog()
    await sealEvents(under(log, next, testSecret))
    expect(await verifyChain(under(log, next))).toMatchObject({ proven: 0, unproven: 4, broken: null })
    await tamper(log, statement)
    expect((await verifyChain(under(log, next))).broken).toMatchObject({ why, seq: 2n })
  })

  it('compares what a lost secret sealed with a head from the logs', async () => {
    const log = await sealedLog()
    await sealEvents(under(log, next, testSecret))
    const known = { seq: 3n, mac: Buffer.alloc(32) }
    expect((await verifyChain(under(log, next), [known])).broken).toMatchObject({ why: 'changed', seq: 3n })
  })

  it('is valid after two rotations, with the last secret only, and counts what is left after trimming', async () => {
    const log = await sealedLog(20, longAgo)
    await trimEvents(log.deps, new Date(log.clock.now().getTime() - 10_000))
    const last = 'a third secret of a test that is long'
    await sealEvents(under(log, next, testSecret))
    await recordEvents(log.deps, log.db, [{ ...log.event, kind: 'confirmed' }])
    await sealEvents(under(log, next, testSecret))
    await sealEvents(under(log, last, next))
    await recordEvents(log.deps, log.db, [{ ...log.event, kind: 'confirmed' }])
    await sealEvents(under(log, last))
    expect(await verifyChain(under(log, last))).toMatchObject({ proven: 1, unproven: 11, broken: null })
    expect(await verifyChain(under(log, last, next, testSecret))).toMatchObject({ proven: 12, unproven: 0 })
    expect(await trimEvents(under(log, last), log.clock.now())).toBe(10)
    expect(await verifyChain(under(log, last))).toMatchObject({ proven: 1, unproven: 1, broken: null })
  })

  it('continues after a secret was lost only if an admin accepts the head, and says so', async () => {
    const log = await sealedLog()
    const fresh = under(log, next)
    await sealEvents(fresh)
    expect(errorsOf(log)).toMatchObject([{ event: 'audit_broken', why: 'unknown_key', seq: '4' }])
    expect((await verifyChain(fresh)).broken).toMatchObject({ why: 'unknown_key' })
    const wrong = { seq: 3n, mac: Buffer.alloc(32) }
    expect((await restartChain(fresh, [wrong]))?.broken).toMatchObject({ why: 'changed', seq: 3n })
    expect(await restartChain(fresh)).toMatchObject({ unproven: 4, broken: null })
    expect(await restartChain(fresh)).toBeNull()
    await recordEvents(log.deps, log.db, [{ ...log.event, kind: 'confirmed' }])
    await sealEvents(fresh)
    expect(await verifyChain(fresh)).toMatchObject({ proven: 1, unproven: 4, broken: null, restarts: [{ seq: 4n }] })
    expect(formatVerdict(await verifyChain(fresh))[2]).toMatch(/^An admin accepted seal 4 on 2036-03-01T/)
  })

  it('is not restarted on a seal that does not build on the one before', async () => {
    const log = await sealedLog()
    await asApi(log, query => query(forgedSeal('5')))
    expect((await restartChain(log.deps))?.broken).toMatchObject({ why: 'changed', seq: 5n })
    expect(await log.db.auditCheckpoint.count()).toBe(0)
  })

  it('can be verified while it is trimmed', async () => {
    const log = await sealedLog(0, longAgo)
    const batches = isThorough ? 12 : 6
    for (let i = 0; i < batches; i += 1) {
      await recordEvents(log.deps, log.db, Array(500).fill(log.event))
      log.clock.advance(1000)
    }
    await sealEvents(log.deps)
    const start = log.clock.now().getTime() - batches * 1000
    for (let i = 1; i < batches; i += 1) {
      const trimming = trimEvents(log.deps, new Date(start + i * 1000 - 500))
      expect((await verifyChain(log.deps)).broken).toBeNull()
      await trimming
    }
  })

  it('reports a head that is older than its beginning, and compares its beginning with one that is not', async () => {
    const log = await sealedLog(6, longAgo)
    await trimEvents(log.deps, new Date(log.clock.now().getTime() - 3_000))
    const old = { seq: 1n, mac: Buffer.alloc(32) }
    const verdict = await verifyChain(log.deps, [old])
    expect(verdict).toMatchObject({ broken: null, unchecked: [old] })
    expect(formatVerdict(verdict)).toContain(
      'The head 1 cannot be checked: the events it stands for were deleted for their age.',
    )
    expect((await verifyChain(log.deps, [{ ...old, seq: 3n }])).broken).toMatchObject({ why: 'changed', seq: 3n })
  })

  it('is trimmed past a missing event, and this is logged', async () => {
    const log = await sealedLog(6, longAgo)
    await tamper(log, 'delete from audit_events where id = (select event_id from audit_chain where seq = 1)')
    await log.db.$executeRawUnsafe('alter table audit_events enable trigger user')
    expect(await trimEvents(log.deps, new Date(log.clock.now().getTime() - 3_000))).toBe(3)
    expect(errorsOf(log)).toMatchObject([{ event: 'audit_broken', why: 'missing', seq: '1' }])
    expect(await verifyChain(log.deps)).toMatchObject({ proven: 3, broken: null })
  })

  it('is trimmed if its beginning is missing, and this is logged', async () => {
    const log = await sealedLog(6, longAgo)
    await tamper(log, 'delete from audit_chain where seq = 1')
    await log.db.$executeRawUnsafe('alter table audit_events enable trigger user')
    expect(await trimEvents(log.deps, new Date(log.clock.now().getTime() - 3_000))).toBe(2)
    expect(errorsOf(log)).toMatchObject([{ event: 'audit_broken', why: 'missing', seq: '2' }])
  })

  it.each([
    ['invalid', `update audit_chain set mac = sha256(mac) where seq = 3`],
    ['under an unknown key', `update audit_chain set key_id = 'deadbeef' where seq = 3`],
  ])('is not trimmed up to a seal that is %s: a checkpoint would vouch for it', async (_, statement) => {
    const log = await sealedLog(6, longAgo)
    await tamper(log, statement)
    expect(await trimEvents(log.deps, new Date(log.clock.now().getTime() - 3_000))).toBe(0)
    expect(errorsOf(log)).toMatchObject([{ event: 'audit_broken', seq: '3' }])
  })

  it('shows a seal that was inserted before its trimmed beginning', async () => {
    const log = await sealedLog(6, longAgo)
    await trimEvents(log.deps, new Date(log.clock.now().getTime() - 3_000))
    await asApi(log, query => query(forgedSeal('2')))
    expect(await broken(log)).toEqual(['inserted', 2])
    expect(await trimEvents(log.deps, new Date(log.clock.now().getTime() - 2_000))).toBe(1)
    expect(await broken(log)).toEqual(['inserted', 2])
    await expect(asApi(log, query => query(forgedSeal('0')))).rejects.toThrow('audit_chain_begins_at_one')
  })

  it('is sealed by the worker, every minute', () => {
    const deps = { features } as TestDeps['deps']
    expect(jobHandlers(deps).find(({ kind }) => kind.name === 'audit seal')?.everySeconds).toBe(60)
  })
})
