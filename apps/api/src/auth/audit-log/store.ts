import type { Database, Transaction } from '@latchkey/database/client'
import type { AuditEvent } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import { batchSize } from '../../platform/jobs/purge.ts'

export type NewEvent = Omit<AuditEvent, 'id'>

/** One statement, however many events. */
export const insert = (db: Database | Transaction, events: NewEvent[]) => db.auditEvent.createMany({ data: events })

/** Where an event stands in the order of a person's events. */
export type Place = Pick<AuditEvent, 'at' | 'id'>

/** Written so that Postgres starts in the index at this place. With `or` it would read all newer events first. */
export const olderThan = ({ at, id }: Place) => ({ at: { lte: at }, NOT: { at, id: { gte: id } } })

/** A person's events, newest first. */
export const listOfUser = (db: Database, userId: string, count: number): Promise<AuditEvent[]> =>
  db.auditEvent.findMany({ where: { userId }, orderBy: [{ at: 'desc' }, { id: 'desc' }], take: count })

/** An event since then that says that this admin read about this person. */
export const findReading = (
  db: Database,
  { userId, actorId, since }: { userId: string; actorId: string; since: Date },
): Promise<Pick<AuditEvent, 'id'> | null> =>
  db.auditEvent.findFirst({
    where: { userId, at: { gte: since }, kind: 'read_by_admin', actorId },
    select: { id: true },
  })

export interface Filter {
  readonly userId?: string
  readonly kind?: string
  readonly since?: Date
  readonly until?: Date
}

/** Events of any account, newest first. */
export const list = (db: Database, { userId, kind, since, until }: Filter, count: number): Promise<AuditEvent[]> =>
  db.auditEvent.findMany({
    where: {
      ...(userId !== undefined && { userId }),
      ...(kind !== undefined && { kind }),
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
