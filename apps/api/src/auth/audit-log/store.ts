import type { Database, Prepared, Statement, Transaction } from '@latchkey/database/client'
import type { AuditEvent } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import { batchSize } from '../../platform/jobs/purge.ts'

/** One statement, however many events. */
export const insert = (db: Database | Transaction, events: AuditEvent[]) => db.auditEvent.createMany({ data: events })

const oneEvent: Statement = {
  name: 'add event',
  text: `
    insert into audit_events (id, at, kind, count, user_id, session_id, device_id, actor_id, request_id,
      commitment, salt, address, ip, user_agent)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
}

/** The same past Prisma for one event, as every sign-in adds one. */
export const insertOne = (prepared: Prepared, event: AuditEvent) => {
  const { id, at, kind, count, userId, sessionId, deviceId, actorId, requestId, ...committed } = event
  const { commitment, salt, address, ip, userAgent } = committed
  const ids = [userId, sessionId, deviceId, actorId, requestId]
  return prepared(oneEvent, [id, at, kind, count, ...ids, commitment, salt, address, ip, userAgent])
}

/** The same for a thousand events at a time: one value for all, since twelve for each take several times the memory and time. */
export function insertAll(db: Transaction, events: readonly AuditEvent[]): Promise<number> {
  const hex = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes).toString('hex')
  const rows = events.map(event => ({
    ...event,
    ...{ salt: hex(event.salt), commitment: hex(event.commitment) },
  }))
  return db.$executeRaw`
    insert into audit_events (id, at, kind, count, user_id, session_id, device_id, actor_id, request_id,
      commitment, salt, address, ip, user_agent)
    select id, at, kind, count, "userId", "sessionId", "deviceId", "actorId", "requestId", decode(commitment, 'hex'), decode(salt, 'hex'),
      address, ip, "userAgent"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as event (id uuid, at timestamptz, kind text, count int, "userId" uuid,
      "sessionId" uuid, "deviceId" uuid, "actorId" uuid, "requestId" text, commitment text, salt text, address text, ip text, "userAgent" text)`
}

/** Where an event stands in the order of a person's events. */
export type Place = Pick<AuditEvent, 'at' | 'id'>

/** Written so that Postgres starts in the index at this place. With `or` it would read all newer events first. */
export const olderThan = ({ at, id }: Place) => ({ at: { lte: at }, NOT: { at, id: { gte: id } } })

/** A person's events, newest first. */
export const listOfUser = (db: Database, userId: string, count: number): Promise<AuditEvent[]> =>
  db.auditEvent.findMany({ where: { userId }, orderBy: [{ at: 'desc' }, { id: 'desc' }], take: count })

/** Which of these people have an event of this kind. */
export async function listThoseWith(db: Database, kind: string, userIds: string[]): Promise<string[]> {
  const found = await db.$queryRaw<{ id: string }[]>`
    select asked.id from unnest(${userIds}::uuid[]) asked (id)
    where exists (select from audit_events where user_id = asked.id and kind = ${kind})`
  return found.map(({ id }) => id)
}

/** An event since then that says that this admin read about this person. */
export const findReading = (
  db: Database,
  { userId, actorId, since }: { userId: string; actorId: string; since: Date },
): Promise<Pick<AuditEvent, 'id'> | null> =>
  db.auditEvent.findFirst({
    where: { userId, at: { gte: since }, kind: 'read_by_admin', actorId },
    select: { id: true },
  })

/** The newest event of this kind of a person. */
export const findNewest = (
  tx: Transaction,
  userId: string,
  kind: string,
): Promise<Pick<AuditEvent, 'actorId'> | null> =>
  tx.auditEvent.findFirst({
    where: { userId, kind },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    select: { actorId: true },
  })

export interface Filter {
  readonly userId?: string
  readonly kind?: string
  /** The admin who did it. */
  readonly actorId?: string
  readonly since?: Date
  readonly until?: Date
}

/** Events of any account, newest first. */
export const list = (
  db: Database,
  { userId, kind, actorId, since, until }: Filter,
  count: number,
): Promise<AuditEvent[]> =>
  db.auditEvent.findMany({
    where: {
      ...(userId !== undefined && { userId }),
      ...(kind !== undefined && { kind }),
      ...(actorId !== undefined && { actorId }),
      at: { ...(since && { gte: since }), ...(until && { lt: until }) },
    },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: count,
  })

/** Erases the personal fields of a batch of a person's events, the newest below `below`. Returns the last of them if there may be more. */
export async function eraseBatchOf(db: Database, userId: string, below: Place | undefined): Promise<Place | undefined> {
  const events = await db.auditEvent.findMany({
    where: { userId, salt: { not: null }, ...(below && olderThan(below)) },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: batchSize,
    select: { at: true, id: true },
  })
  const erased = { salt: null, address: null, ip: null, userAgent: null }
  await db.auditEvent.updateMany({ where: { id: { in: events.map(({ id }) => id) } }, data: erased })
  return events.length === batchSize ? events.at(-1) : undefined
}

/** Erases the personal fields of events without an account. The events stay. */
export const eraseEventsWithoutAccount = ({ db }: Deps, until: Date): Promise<number> => db.$executeRaw`
  update audit_events set salt = null, address = null, ip = null, user_agent = null where id in (
    select id from audit_events where user_id is null and salt is not null and at < ${until}
    limit ${batchSize} for update skip locked)`

/** Far longer than a request, or a batch of failed sign-ins, takes to be written. Short enough to search each time. */
const lateForMs = 6 * 3_600_000

/** Erases the personal fields of events that were written just after their person was deleted. */
export const eraseLateEvents = ({ db }: Deps, _until: Date, now: Date): Promise<number> => db.$executeRaw`
  update audit_events set salt = null, address = null, ip = null, user_agent = null where id in (
    select id from audit_events where user_id is not null and salt is not null and at >= ${new Date(now.getTime() - lateForMs)}
      and not exists (select from users where users.id = user_id)
    limit ${batchSize} for update skip locked)`
