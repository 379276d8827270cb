import type { Database, Transaction } from '@latchkey/database/client'
import type { AuditCheckpoint, AuditEvent, AuditSeal } from '@latchkey/database/models'
import { advisoryLocks } from '@latchkey/database/technical'
import { findPresent } from '../../account/users.ts'
import type { SealedRow } from './walk.ts'

/** Locks the chain: until the transaction ends, no other one adds to it or trims it. */
export const lockChain = (tx: Transaction) =>
  tx.$queryRaw`select pg_advisory_xact_lock(${advisoryLocks.auditChain})::text`

/** The last seal. */
export async function findHead(db: Database | Transaction): Promise<SealedRow | null> {
  const seals = await db.auditSeal.findMany({ orderBy: { seq: 'desc' }, take: 1 })
  return (await withEvents(db, seals))[0] ?? null
}

export const findSeal = (db: Database | Transaction, seq: bigint): Promise<AuditSeal | null> =>
  db.auditSeal.findUnique({ where: { seq } })

/** When the oldest event without a seal happened, from `since` on. */
export async function findOldestUnsealed(db: Database, since: Date): Promise<Date | null> {
  const [row] = await db.$queryRaw<{ at: Date }[]>`
    select at from audit_events
    where at >= ${since} and not exists (select from audit_chain where event_id = audit_events.id) order by at limit 1`
  return row?.at ?? null
}

/** Events without a seal from `since` on, oldest first. */
export const findUnsealed = (tx: Transaction, since: Date, count: number): Promise<AuditEvent[]> =>
  tx.$queryRaw<AuditEvent[]>`
    select id, at, kind, count, user_id as "userId", session_id as "sessionId", device_id as "deviceId",
      request_id as "requestId", commitment
    from audit_events
    where at >= ${since} and not exists (select from audit_chain where event_id = audit_events.id)
    order by at, id limit ${count}`

export const insertSeals = (tx: Transaction, seals: AuditSeal[]) => tx.auditSeal.createMany({ data: seals })

export const insertCheckpoint = (tx: Transaction, checkpoint: AuditCheckpoint) =>
  tx.auditCheckpoint.create({ data: checkpoint })

export const findCheckpoints = (db: Transaction): Promise<AuditCheckpoint[]> =>
  db.auditCheckpoint.findMany({ orderBy: { seq: 'asc' } })

/** Seals after a number, in order. */
export const findSealed = async (db: Transaction, after: bigint, count: number): Promise<SealedRow[]> =>
  withEvents(db, await db.auditSeal.findMany({ where: { seq: { gt: after } }, orderBy: { seq: 'asc' }, take: count }))

/** The first seal up to a number. */
export const findSealUpTo = (db: Transaction, seq: bigint): Promise<AuditSeal | null> =>
  db.auditSeal.findFirst({ where: { seq: { lte: seq } }, orderBy: { seq: 'asc' } })

/** Each seal with its event, if it exists, and whether the event's person exists. */
async function withEvents(db: Database | Transaction, seals: AuditSeal[]): Promise<SealedRow[]> {
  const found = await db.auditEvent.findMany({ where: { id: { in: seals.map(({ eventId }) => eventId) } } })
  const events = new Map(found.map(event => [event.id, event]))
  const erased = found.flatMap(({ userId, salt }) => (userId !== null && salt === null ? [userId] : []))
  const people = new Set(await findPresent(db, erased))
  return seals.map(seal => {
    const event = events.get(seal.eventId) ?? null
    return { ...seal, event, isPersonHere: event?.userId != null && people.has(event.userId) }
  })
}

/** Looks at the next events by id: the last id, how many have no seal, the oldest time of these, and the first from before `since`. */
export async function findGaps(db: Transaction, after: string, since: Date, count: number) {
  const [row] = await db.$queryRaw<
    { last: string | null; unsealed: bigint; oldest: Date | null; missed: string | null }[]
  >`
    select (array_agg(id order by id desc))[1] as last, count(*) filter (where seq is null) as unsealed,
      min(at) filter (where seq is null) as oldest,
      (array_agg(id order by id) filter (where seq is null and at < ${since}))[1] as missed
    from (select id, at from audit_events where id > ${after}::uuid order by id limit ${count}) next
      left join audit_chain on event_id = id`
  return { ...row, last: row?.last ?? null, unsealed: Number(row?.unsealed ?? 0), missed: row?.missed ?? null }
}

/** The oldest seals after a number, with the times of their events. */
export const findOldest = (
  tx: Transaction,
  after: bigint,
  count: number,
): Promise<(AuditSeal & { at: Date | null })[]> =>
  tx.$queryRaw`
    select seq, event_id as "eventId", prev, mac, key_id as "keyId", at
    from audit_chain left join audit_events on id = event_id where seq > ${after} order by seq limit ${count}`

/** Deletes sealed events from the beginning of the chain up to `seq`. A checkpoint must already stand for them. */
export async function deleteUpTo(tx: Transaction, after: bigint, seq: bigint, eventIds: string[]): Promise<void> {
  await tx.auditEvent.deleteMany({ where: { id: { in: eventIds } } })
  await tx.auditSeal.deleteMany({ where: { seq: { gt: after, lte: seq } } })
  await tx.auditCheckpoint.deleteMany({ where: { seq: { lt: seq } } })
}
