import { describe, expect, inject, it, onTestFinished } from 'vitest'
import { recordEvent, recordEvents } from '../audit/service.ts'
import { deriveKeyring } from '../crypto/keys.ts'
import { days } from '../testing/movable-clock.ts'
import { startTestApi, type TestApi, testSecret } from '../testing/test-api.ts'
import { jobHandlers } from '../worker.ts'
import { sealEvents, trimEvents, verifyChain } from './service.ts'

const origin = { ip: '203.0.113.7', userAgent: 'curl/8.5.0', requestId: 'r-1' }

/** A log of its own, with `count` sealed events of one person. */
async function sealedLog(count = 4) {
  const api = await startTestApi(inject('template'))
  onTestFinished(() => api.close())
  const { id: userId } = await api.db.user.create({
    data: { email: 'ada@example.com', createdAt: api.clock.now(), updatedAt: api.clock.now() },
  })
  const event = { kind: 'confirmed' as const, userId, address: 'ada@example.com', ...origin }
  for (let i = 0; i < count; i += 1) {
    await recordEvent(api.deps, api.db, event.kind, event)
    api.clock.advance(1000)
  }
  await sealEvents(api.deps)
  return { ...api, userId, event }
}

/** Does what the triggers refuse, by the hand of the tables' owner. */
async function tamper({ db }: Pick<TestApi, 'db'>, ...statements: string[]): Promise<void> {
  for (const table of ['audit_events', 'audit_chain', 'audit_checkpoints'])
    await db.$executeRawUnsafe(`alter table ${table} disable trigger user`)
  for (const statement of statements) await db.$executeRawUnsafe(statement)
}

const broken = async ({ deps }: Pick<TestApi, 'deps'>) => {
  const { broken } = await verifyChain(deps)
  return broken && [broken.why, Number(broken.seq)]
}
const second = '(select event_id from audit_chain where seq = 2)'

describe('the audit chain', () => {
  it('proves what was sealed, and counts what waits', async () => {
    const log = await sealedLog(3)
    await recordEvent(log.deps, log.db, 'confirmed', log.event)
    expect(await verifyChain(log.deps)).toMatchObject({ proven: 3, erased: 0, unproven: 0n, unsealed: 1, broken: null })
    await sealEvents(log.deps)
    expect(await verifyChain(log.deps)).toMatchObject({ proven: 4, unsealed: 0, head: { seq: 4n }, broken: null })
  })

  // evidence: V16.4.2
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

  // evidence: V16.4.2
  it.each([
    ['an event', [`delete from audit_events where id = ${second}`]],
    ['a seal', ['delete from audit_chain where seq = 2']],
    [
      'both, and their numbers closed up',
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

  it('shows a row that was inserted, with the numbers that follow raised', async () => {
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
  ])('shows %s that changed places', async (what, swap) => {
    const log = await sealedLog()
    const freed =
      what === 'events'
        ? ['alter table audit_chain drop constraint audit_chain_pkey', 'drop index audit_chain_event_id_key']
        : []
    await tamper(log, ...freed, 'update audit_chain set seq = -seq where seq in (2, 3)', swap)
    expect(await broken(log)).toEqual(['reordered', 2])
  })

  it('shows personal fields that changed places between two events', async () => {
    const log = await sealedLog()
    await recordEvent(log.deps, log.db, 'confirmed', { ...log.event, ip: '198.51.100.1' })
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

  it('shows an end that was cut off, by a head that was logged', async () => {
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

  it('logs its head, and that head shows a chain that was sealed anew with the key', async () => {
    const log = await sealedLog()
    const line = log.logLines.map(line => JSON.parse(line)).find(({ event }) => event === 'audit_head')
    expect(line).toMatchObject({ seq: '4', mac: expect.stringMatching(/^[\da-f]{64}$/), keyId: expect.any(String) })
    await tamper(log, `update audit_events set kind = 'signed_out' where id = ${second}`, 'delete from audit_chain')
    await sealEvents(log.deps)
    expect(await broken(log)).toBeNull()
    const head = { seq: BigInt(line.seq), mac: Buffer.from(line.mac, 'hex') }
    expect((await verifyChain(log.deps, [head])).broken).toMatchObject({ why: 'changed', seq: 4n })
  })

  // evidence: V14.2.7
  it('holds when a person is deleted, whose personal fields go, and shows them gone while the person is here', async () => {
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
      await recordEvent(log.deps, tx, 'exported', log.event)
      log.clock.advance(1000)
      await recordEvent(log.deps, log.db, 'confirmed', log.event)
      await sealEvents(log.deps)
    })
    await sealEvents(log.deps)
    expect(await verifyChain(log.deps)).toMatchObject({ proven: 6, unsealed: 0, broken: null })
    expect((await log.db.auditEvent.findMany({ where: { kind: 'exported' } }))[0]?.at.getTime()).toBeLessThan(
      log.clock.now().getTime(),
    )
  })

  it('shows an event from long before the end that nobody sealed', async () => {
    const log = await sealedLog()
    log.clock.advance(-days(3))
    await recordEvent(log.deps, log.db, 'signed_out', log.event)
    log.clock.advance(days(3))
    await sealEvents(log.deps)
    expect((await verifyChain(log.deps)).broken).toMatchObject({ why: 'unsealed' })
  })

  it('is one chain however many servers seal at once', async () => {
    const log = await sealedLog()
    await recordEvents(log.deps, log.db, Array(1200).fill(log.event))
    await Promise.all([sealEvents(log.deps), sealEvents(log.deps), sealEvents(log.deps)])
    expect(await verifyChain(log.deps)).toMatchObject({ proven: 1204, unsealed: 0, broken: null })
  })

  // evidence: V2.3.3
  it('has no event of a transaction that was rolled back', async () => {
    const log = await sealedLog()
    const failing = log.db.$transaction(async tx => {
      await recordEvent(log.deps, tx, 'exported', log.event)
      throw new Error('undone')
    })
    await expect(failing).rejects.toThrow('undone')
    expect(await log.db.auditEvent.count({ where: { kind: 'exported' } })).toBe(0)
  })

  it('verifies while an older secret is kept, and from the checkpoint of the rotation when it is gone', async () => {
    const log = await sealedLog()
    const under = (...secrets: string[]) => ({ ...log.deps, keys: deriveKeyring(secrets) })
    const next = 'another secret of a test that is long'
    expect((await verifyChain(under(next))).broken).toMatchObject({ why: 'unknown_key', seq: 1n })
    await recordEvent(log.deps, log.db, 'confirmed', log.event)
    await sealEvents(under(next, testSecret))
    expect(await verifyChain(under(next, testSecret))).toMatchObject({ proven: 5, unproven: 0n, broken: null })
    expect(await verifyChain(under(next))).toMatchObject({ proven: 1, unproven: 4n, broken: null })
  })

  // evidence: V14.2.7
  it('is trimmed from its beginning when it is old, and leaves a sealed checkpoint and its newest seal', async () => {
    const log = await sealedLog(600)
    const until = (ms: number) => new Date(log.clock.now().getTime() + ms)
    expect(await trimEvents(log.deps, until(-600_000))).toBe(0)
    expect(await trimEvents(log.deps, until(-10_000))).toBe(590)
    expect(await verifyChain(log.deps)).toMatchObject({ proven: 10, head: { seq: 600n }, broken: null })
    expect(await trimEvents(log.deps, until(1))).toBe(9)
    expect(await log.db.auditCheckpoint.findMany({ select: { seq: true, why: true } })).toEqual([
      { seq: 599n, why: 'trimmed' },
    ])
    await recordEvent(log.deps, log.db, 'confirmed', log.event)
    await sealEvents(log.deps)
    expect(await verifyChain(log.deps)).toMatchObject({ proven: 2, head: { seq: 601n }, broken: null })
    await tamper(log, `update audit_checkpoints set mac = sha256(mac)`)
    expect(await broken(log)).toEqual(['missing', 1])
  })

  // evidence: V16.4.2
  it('is only ever added to: the database refuses the rest', async () => {
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

  it('is sealed by the worker, every minute', () => {
    const deps = {} as TestApi['deps']
    expect(jobHandlers(deps).find(({ kind }) => kind.name === 'audit seal')?.everySeconds).toBe(60)
  })
})
