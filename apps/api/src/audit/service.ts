import type { ActivityEvent, ActivityKind } from '@latchkey/contracts/activity'
import type { Database, Transaction } from '@latchkey/database/client'
import type { AuditEvent } from '@latchkey/database/models'
import { commitTo } from '../crypto/commitment.ts'
import type { Deps } from '../deps.ts'
import { deviceOf } from '../live-sessions/device.ts'
import type { Origin } from '../principal.ts'
import * as store from './store.ts'

const userAgentMaxLength = 512
const pageSize = 50
/** Some 4 MB of an export. */
const exportedAtMost = 10_000

/** To whom it happened, in which session, and where the request came from. */
export interface Facts extends Origin {
  readonly userId?: string
  readonly sessionId?: string | null
  readonly deviceId?: string | null
  /** The person's e-mail address at this time; of somebody who has no account none is kept. */
  readonly address?: string
  /** How many alike it stands for. */
  readonly count?: number
}

/**
 * Notes what happens to an account, in the transaction that makes it happen: there is no event without it, and it never without its event.
 * Costs one INSERT; sealing comes later (`audit-chain`).
 */
export const recordEvent = (deps: Deps, db: Transaction | Database, kind: ActivityKind, facts: Facts) =>
  recordEvents(deps, db, [{ ...facts, kind }])

/** The same for several at once, by one INSERT. */
export async function recordEvents(
  deps: Deps,
  db: Transaction | Database,
  events: readonly (Facts & { kind: ActivityKind })[],
): Promise<void> {
  const at = deps.clock.now()
  if (events.length > 0)
    await store.insert(
      db,
      events.map(event => rowOf(at, event)),
    )
}

function rowOf(
  at: Date,
  { kind, count = 1, userId, sessionId, deviceId, requestId, ...told }: Facts & { kind: string },
) {
  const personal = {
    // An address that nobody has proven may be a stranger's, who would never be asked to have it forgotten.
    address: (userId !== undefined && told.address) || null,
    ip: told.ip ?? null,
    userAgent: told.userAgent?.slice(0, userAgentMaxLength).toWellFormed().replaceAll('\0', '') ?? null,
  }
  const where = { userId: userId ?? null, sessionId: sessionId ?? null, deviceId: deviceId ?? null }
  return { at, kind, count, ...where, requestId: requestId ?? null, ...personal, ...commitTo(personal) }
}

/** A page of a person's events, newest first, and the `before` of the page that follows. */
export async function findActivity(
  deps: Deps,
  userId: string,
  before: string | undefined,
): Promise<{ events: AuditEvent[]; next: string | null }> {
  const found = await store.listOfUser(deps.db, userId, { before, count: pageSize + 1 })
  const events = found.slice(0, pageSize)
  return { events, next: found.length > pageSize ? (events.at(-1)?.id ?? null) : null }
}

/** A person's events, oldest first: the last of them, where there are so many that they would fill the memory. */
export const findAllActivity = async (deps: Deps, userId: string): Promise<AuditEvent[]> =>
  (await store.listOfUser(deps.db, userId, { count: exportedAtMost })).reverse()

/** Anybody's events, newest first: for an operator. */
export const findEvents = (deps: Deps, filter: store.Filter, count: number): Promise<AuditEvent[]> =>
  store.list(deps.db, filter, count)

/** An event as its person is shown it: by no id but its own. */
export const presentEvent = (
  { id, at, kind, count, sessionId, ip, userAgent }: AuditEvent,
  currentId: string | null,
): ActivityEvent => ({
  id,
  at: at.toISOString(),
  kind,
  count,
  current: sessionId !== null && sessionId === currentId,
  ip,
  device: deviceOf(userAgent),
})
