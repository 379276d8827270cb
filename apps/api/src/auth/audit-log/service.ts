import type { ActivityKind } from '@latchkey/contracts/activity-kinds'
import type { ActivityEvent } from '@latchkey/contracts/auth/audit-log'
import type { Database, Transaction } from '@latchkey/database/client'
import type { AuditEvent, User } from '@latchkey/database/models'
import { v7 as uuidv7 } from 'uuid'
import type { Deps } from '../../deps.ts'
import { describeClient } from '../../platform/client.ts'
import type { RequestContext, RequestFacts, SessionContext } from '../../platform/context.ts'
import { commitTo } from '../../platform/crypto/commitment.ts'
import type { LockedAccount, NewAccounts } from '../account/change-account.ts'
import * as store from './store.ts'

/** About 4 MB of an export. */
const exportedAtMost = 10_000

/** How many batches of events are erased at a time, about a second's work. */
const batchesAtOnce = 20

/** What an event is about, besides its account and the request that caused it. */
export interface About {
  /** The session it happened to. Default: the session of the request. */
  readonly sessionId?: string
  readonly deviceId?: string | null
  /** The person's email address at this time. Default: the address of the account. */
  readonly address?: string
}

/** An event before it becomes a row of the table. */
interface Event extends Partial<Omit<RequestFacts, 'at'>>, About {
  readonly kind: ActivityKind
  /** The account, if there is one. */
  readonly userId?: string
  /** How many equal events this one stands for. */
  readonly count?: number
  /** The admin who did it. */
  readonly actorId?: string
}

/**
 * Records what happens to an account, in the transaction that makes it happen. Neither exists without the other. Costs one INSERT,
 * however many events; sealing comes later (`chain/`).
 */
export async function record(
  { deps, context, tx, prepared, user }: LockedAccount,
  ...events: (ActivityKind | ({ kind: ActivityKind } & About))[]
): Promise<void> {
  const at = deps.clock.now()
  const known = { ...factsOf(context), userId: user.id, address: user.email }
  const rows = events.map(event => rowOf(at, { ...known, ...(typeof event === 'string' ? { kind: event } : event) }))
  const [only, ...others] = rows
  if (only && others.length === 0) await store.insertOne(prepared, only)
  else await store.insert(tx, rows)
}

/** Records the same event of each of these new accounts. */
export const recordOfEach = ({ tx, users, now }: NewAccounts, kind: ActivityKind) =>
  store.insertAll(
    tx,
    users.map(({ id, email }) => rowOf(now, { kind, userId: id, address: email })),
  )

/** Which of these people have an event of this kind. */
export const findThoseWith = async (deps: Deps, kind: ActivityKind, userIds: string[]): Promise<ReadonlySet<string>> =>
  new Set(await store.listThoseWith(deps.db, kind, userIds))

/** Records an attempt inside a session that changed nothing. */
export const recordOutside = (deps: Deps, context: SessionContext, kind: ActivityKind) =>
  recordEvents(deps, deps.db, [{ ...factsOf(context), kind, userId: context.user.id, address: context.user.email }])

/** Records events, with or without an account. */
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

const factsOf = ({ ip, userAgent, requestId, session, actorId }: RequestContext) => ({
  ip,
  userAgent,
  requestId,
  ...(session && { sessionId: session.id }),
  ...(actorId !== undefined && { actorId }),
})

function rowOf(
  at: Date,
  { kind, count = 1, userId, sessionId, deviceId, requestId, actorId, ...personalFields }: Event,
) {
  const personal = {
    // An unproven address may belong to a stranger, who does not know that they could ask to be forgotten.
    address: (userId !== undefined && personalFields.address) || null,
    ip: personalFields.ip ?? null,
    userAgent: personalFields.userAgent?.toWellFormed().replaceAll('\0', '') ?? null,
  }
  const where = { userId: userId ?? null, sessionId: sessionId ?? null, deviceId: deviceId ?? null }
  const committed = { ...personal, actorId: actorId ?? null }
  return { id: uuidv7(), at, kind, count, ...where, requestId: requestId ?? null, ...committed, ...commitTo(committed) }
}

/** Records in their own log that an admin did something to another account. Its request id leads to the event there. */
export const recordActing = ({ deps, tx }: LockedAccount, context: SessionContext) =>
  recordEvents(deps, tx, [
    { ...factsOf(context), kind: 'acted_as_admin', userId: context.user.id, address: context.user.email },
  ])

/**
 * Records in their own log that an admin searched. Each time: a seal allows no count that grows, and how much was copied shows in their
 * number, which the limit of searches bounds.
 */
export const recordSearching = (deps: Deps, context: SessionContext) =>
  recordOutside(deps, context, 'searched_as_admin')

/** Whether an admin did this to the account the last time. False also if it was never done, or is no longer in the log. */
export const wasByAdmin = async ({ tx, user }: LockedAccount, kind: ActivityKind): Promise<boolean> => {
  const newest = await store.findNewest(tx, user.id, kind)
  return newest !== null && newest.actorId !== null
}

/** How long after an admin opened a person's page it is no new event that they open it again. */
const sameReadingMs = 86_400_000

/**
 * Records that an admin read about a person, where the person sees it, and in the admin's own log. Once a day for each admin, so that a page that loads again does not
 * flood the log.
 */
export async function recordReading(deps: Deps, context: SessionContext, { id: userId, email: address }: User) {
  const { user, requestId } = context
  const since = new Date(deps.clock.now().getTime() - sameReadingMs)
  if (await store.findReading(deps.db, { userId, actorId: user.id, since })) return
  await recordEvents(deps, deps.db, [
    { kind: 'read_by_admin', userId, actorId: user.id, address, ...(requestId !== null && { requestId }) },
    { ...factsOf(context), kind: 'read_as_admin', userId: user.id, address: user.email },
  ])
}

/** A person's events, oldest first. Of very many, only the latest, to limit memory. */
export const findAllActivity = async (deps: Deps, userId: string): Promise<AuditEvent[]> =>
  (await store.listOfUser(deps.db, userId, exportedAtMost)).reverse()

/** Erases what is personal in some of a person's events. Returns false if there are more. */
export async function eraseSomeEvents(deps: Deps, userId: string): Promise<boolean> {
  let last: store.Place | undefined
  for (let batch = 0; batch < batchesAtOnce; batch++) {
    last = await store.eraseBatchOf(deps.db, userId, last)
    if (!last) return true
  }
  return false
}

/** Events of any account, newest first, for an admin. */
export const findEvents = (deps: Deps, filter: store.Filter, count: number): Promise<AuditEvent[]> =>
  store.list(deps.db, filter, count)

/** An event as its person sees it. Its own id is the only id in it. */
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
