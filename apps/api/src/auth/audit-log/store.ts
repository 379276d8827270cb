import type { Database, Transaction } from '@latchkey/database/client'
import type { AuditEvent } from '@latchkey/database/models'

export type NewEvent = Omit<AuditEvent, 'id'>

/** However many, one statement. */
export const insert = (db: Database | Transaction, events: NewEvent[]) => db.auditEvent.createMany({ data: events })

/** A person's events, newest first; those before one of theirs, where it is named. */
export async function listOfUser(
  db: Database,
  userId: string,
  { before, count }: { before?: string | undefined; count: number },
): Promise<AuditEvent[]> {
  const last = before === undefined ? null : await db.auditEvent.findUnique({ where: { id: before, userId } })
  if (before !== undefined && !last) return []
  const earlier = last && [{ at: { lt: last.at } }, { at: last.at, id: { lt: last.id } }]
  return db.auditEvent.findMany({
    where: { userId, ...(earlier && { OR: earlier }) },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: count,
  })
}

export interface Filter {
  readonly userId?: string
  readonly kind?: string
  readonly since?: Date
  readonly until?: Date
}

/** Anybody's events, newest first. */
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
