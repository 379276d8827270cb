import { eventsOf, mostFiltered } from '@latchkey/contracts/auth/activity'
import type { Database } from '@latchkey/database/client'
import type { AuditEvent } from '@latchkey/database/models'
import { olderThan } from '../store.ts'

export interface Wanted {
  /** Only those older than this event, which must be the person's own. */
  readonly before?: string | undefined
  readonly only?: 'sign_ins' | 'changes' | 'refused' | undefined
  /** Only what happened on this device, or to it. */
  readonly device?: string | undefined
  readonly count: number
}

/** A sign-in on a new device is two events, and one entry of the list: `newDevicesOf` tells. */
const withoutSecondEvent = { NOT: { kind: 'device_added', sessionId: { not: null } } }

/** A person's events, newest first. */
export async function list(
  db: Database,
  userId: string,
  { before, only, device, count }: Wanted,
): Promise<AuditEvent[]> {
  const last = before === undefined ? null : await db.auditEvent.findUnique({ where: { id: before, userId } })
  if (before !== undefined && !last) return []
  const searched = only || device !== undefined ? await newest(db, userId) : {}
  return db.auditEvent.findMany({
    where: {
      userId,
      AND: [
        withoutSecondEvent,
        searched,
        ...(last ? [olderThan(last)] : []),
        ...(only ? [{ kind: kindsOf(only) }] : []),
        ...(device === undefined ? [] : [await onDevice(db, userId, device, searched)]),
      ],
    },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: count,
  })
}

/** An event of a kind that this version does not know is a change. */
const kindsOf = (only: 'sign_ins' | 'changes' | 'refused') =>
  only === 'changes' ? { notIn: [...eventsOf.sign_ins, ...eventsOf.refused] } : { in: [...eventsOf[only]] }

/** What a filter looks through. A rare kind or device would otherwise make Postgres read every event that the person ever caused. */
async function newest(db: Database, userId: string) {
  const first = await db.auditEvent.findFirst({
    where: { userId },
    select: { at: true },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    skip: mostFiltered,
  })
  return first ? { at: { gt: first.at } } : {}
}

/** Only a sign-in says on which device its session is. The sessions themselves may be gone. */
async function onDevice(db: Database, userId: string, deviceId: string, searched: { at?: { gt: Date } }) {
  const signIns = await db.auditEvent.findMany({
    where: { userId, deviceId, kind: 'signed_in', ...searched },
    select: { sessionId: true },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: mostSessions,
  })
  return { OR: [{ deviceId }, { sessionId: { in: signIns.flatMap(({ sessionId }) => sessionId ?? []) } }] }
}

/** Far more sign-ins than a person makes on one device while the log is kept. */
const mostSessions = 1000

/** Which of these sign-ins, newest first, were on a new device. Both events of such a sign-in have the same time. */
export async function newDevicesOf(db: Database, userId: string, signIns: AuditEvent[]): Promise<Set<string | null>> {
  const [newest, oldest] = [signIns.at(0), signIns.at(-1)]
  if (!newest || !oldest) return new Set()
  const sessionIds = signIns.flatMap(({ sessionId }) => sessionId ?? [])
  const added = await db.auditEvent.findMany({
    // Without the times Postgres would read all events of the person.
    where: { userId, at: { gte: oldest.at, lte: newest.at }, kind: 'device_added', sessionId: { in: sessionIds } },
    select: { sessionId: true },
  })
  return new Set(added.map(({ sessionId }) => sessionId))
}
