import type { ActivityKind } from '@latchkey/contracts/activity-kinds'
import type { ActivityEvent } from '@latchkey/contracts/auth/audit-log'
import type { Database, Transaction } from '@latchkey/database/client'
import type { AuditEvent } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import { describeClient } from '../../platform/client.ts'
import type { RequestContext, RequestFacts, SessionContext } from '../../platform/context.ts'
import { commitTo } from '../../platform/crypto/commitment.ts'
import type { LockedAccount } from '../account/change-account.ts'
import * as store from './store.ts'

/** Some 4 MB of an export. */
const exportedAtMost = 10_000

/** What an event is about, beside its account and the request that made it happen. */
export interface About {
  /** The session that it happened to; the one that asks, if not told. */
  readonly sessionId?: string
  readonly deviceId?: string | null
  /** The person's e-mail address at this time; that of the account, if not told. */
  readonly address?: string
}

/** An event as the table takes it. */
interface Event extends Partial<Omit<RequestFacts, 'at'>>, About {
  readonly kind: ActivityKind
  /** Whose account; nobody's, if not told. */
  readonly userId?: string
  /** How many alike it stands for. */
  readonly count?: number
}

/**
 * Notes what happens to an account, in the transaction that makes it happen: there is no event without it, and it never without its
 * event. Costs one INSERT, however many events; sealing comes later (`chain/`).
 */
export const record = (account: LockedAccount, ...events: (ActivityKind | ({ kind: ActivityKind } & About))[]) =>
  recordEvents(
    account.deps,
    account.tx,
    events.map(event => ({
      ...factsOf(account.context),
      userId: account.user.id,
      address: account.user.email,
      ...(typeof event === 'string' ? { kind: event } : event),
    })),
  )

/** Notes what somebody tried in their session and what changed nothing. */
export const recordOutside = (deps: Deps, context: SessionContext, kind: ActivityKind) =>
  recordEvents(deps, deps.db, [{ ...factsOf(context), kind, userId: context.user.id, address: context.user.email }])

/** Notes events of anybody, or nobody. */
export async function recordEvents(
  { clock }: Pick<Deps, 'clock'>,
  db: Transaction | Database,
  events: readonly Event[],
): Promise<void> {
  const at = clock.now()
  if (events.length > 0)
    await store.insert(
      db,
      events.map(event => rowOf(at, event)),
    )
}

const factsOf = ({ ip, userAgent, requestId, session }: RequestContext) => ({
  ip,
  userAgent,
  requestId,
  ...(session && { sessionId: session.id }),
})

function rowOf(at: Date, { kind, count = 1, userId, sessionId, deviceId, requestId, ...told }: Event) {
  const personal = {
    // An address that nobody has proven may be a stranger's, who would never be asked to have it forgotten.
    address: (userId !== undefined && told.address) || null,
    ip: told.ip ?? null,
    userAgent: told.userAgent?.toWellFormed().replaceAll('\0', '') ?? null,
  }
  const where = { userId: userId ?? null, sessionId: sessionId ?? null, deviceId: deviceId ?? null }
  return { at, kind, count, ...where, requestId: requestId ?? null, ...personal, ...commitTo(personal) }
}

/** A person's events, oldest first: the last of them, where there are so many that they would fill the memory. */
export const findAllActivity = async (deps: Deps, userId: string): Promise<AuditEvent[]> =>
  (await store.listOfUser(deps.db, userId, { count: exportedAtMost })).reverse()

/** Anybody's events, newest first: for an admin. */
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
  device: describeClient(userAgent),
})
