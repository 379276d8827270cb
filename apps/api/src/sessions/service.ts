import type { Delivery, EndReason, Session as PublicSession } from '@latchkey/contracts/sessions'
import { Id } from '@latchkey/contracts/values'
import type { Transaction } from '@latchkey/database/client'
import type { Session, User } from '@latchkey/database/models'
import { recordEvent, recordEvents } from '../audit/service.ts'
import { mintToken, readToken } from '../crypto/token.ts'
import type { Deps } from '../deps.ts'
import { revokeDeviceOf, revokeDevices } from '../devices/service.ts'
import { ApiError } from '../errors.ts'
import { endOf, lifetimeOf, type Standing, welcome } from '../live-sessions/lifetime.ts'
import { presentSession } from '../live-sessions/public-session.ts'
import type { Origin, PresentedToken, Principal } from '../principal.ts'
import { lockUser } from '../users/service.ts'
import * as store from './store.ts'

const mostLiveSessions = 100
const endedShownMs = 30 * 86_400_000
const userAgentMaxLength = 512

export interface SessionRequest {
  readonly userId: string
  /** The browser, or API client, that it is for. */
  readonly deviceId: string | null
  readonly delivery: Delivery
  readonly remembered: boolean
  /** How the person proved who they are (RFC 8176). */
  readonly methods: string[]
  readonly ip: string
  readonly userAgent: string | undefined
  readonly requestId?: string | undefined
  /** The token in the cookie that the new one replaces. */
  readonly replacedToken: string | undefined
}

/**
 * Starts a session and ends those it displaces, whose ids it answers: forget them once `tx` is committed. The token is
 * returned here and never again. Needs the person's row locked.
 */
export async function createSession(
  deps: Deps,
  tx: Transaction,
  request: SessionRequest,
): Promise<{ token: string; session: Session; ended: string[] }> {
  const now = deps.clock.now()
  const limits = deps.settings.sessions
  const replaced =
    request.replacedToken === undefined ? null : readToken(deps.keys('session token'), request.replacedToken)
  const reason = 'replaced' satisfies EndReason
  const gone = replaced ? await store.revokeLivingByTokenHash(tx, replaced.hash, now, reason, limits) : []
  gone.push(...(await store.revokeOldest(tx, request.userId, mostLiveSessions - 1, now, reason, limits)))
  // Whose each was: a browser may be taken over from somebody else.
  const { ip, userAgent, requestId } = request
  const origin = { ip, userAgent, requestId }
  const events = gone.map(({ id, userId }) => ({ kind: 'session_replaced' as const, userId, sessionId: id, ...origin }))
  await recordEvents(deps, tx, events)

  // Always a new token, whatever the client brought: nobody can fix a session for somebody else (CVE-2022-25896).
  const { token, hash } = mintToken(deps.keys('session token'))
  const session = await store.insert(tx, {
    userId: request.userId,
    deviceId: request.deviceId,
    tokenHash: hash,
    delivery: request.delivery,
    remembered: request.remembered,
    methods: request.methods,
    createdAt: now,
    expiresAt: new Date(now.getTime() + lifetimeOf(limits, request.remembered)),
    ip: request.ip,
    userAgent: request.userAgent?.slice(0, userAgentMaxLength) ?? null,
  })
  return { token, session, ended: gone.map(({ id }) => id) }
}

/** A person's sessions, newest first; `currentId` is the one that asks. */
export async function findSessionsOfUser(
  deps: Deps,
  user: Pick<User, 'id'> & Standing,
  currentId: string | null = null,
): Promise<PublicSession[]> {
  const now = deps.clock.now()
  const since = new Date(now.getTime() - endedShownMs)
  const sessions = await store.listOfUser(deps.db, user.id, now, since, deps.settings.sessions)
  return sessions.map(session => presentSession(deps, session, currentId, user))
}

/**
 * Ends a person's sessions, but the one excepted; answers how many lived. One that is idle by now ends with them: another server
 * may have seen it, and be about to say so, which would bring it back. Forget the person once `tx` is committed.
 */
export async function endAllSessions(
  deps: Deps,
  tx: Transaction,
  userId: string,
  reason: EndReason,
  { except }: { except?: string } = {},
): Promise<number> {
  const now = deps.clock.now()
  const open = await store.lockOpenOf(tx, { userId, ...(except !== undefined && { except }) }, now)
  const isIdle = (session: store.Life) => endOf(session, welcome, now, deps.settings.sessions) !== null
  const [idle, living] = [open.filter(isIdle), open.filter(session => !isIdle(session))]
  await store.revokeHeld(tx, idsOf(idle), now, 'idle' satisfies EndReason)
  await store.revokeHeld(tx, idsOf(living), now, reason)
  return living.length
}

/**
 * Ends the session of a token and forgets it; one that had ended before keeps its row, with when and why.
 * @throws {ApiError} invalid_token
 */
export async function endOwnSession(
  deps: Deps,
  { token, delivery }: PresentedToken,
  origin: Origin = {},
): Promise<Session> {
  const reading = readToken(deps.keys('session token'), token)
  const found = reading && (await store.findByTokenHash(deps.db, reading.hash))
  if (!found || found.delivery !== delivery) throw new ApiError('invalid_token')
  const { user, ...session } = found
  if (!endOf(session, user, deps.clock.now(), deps.settings.sessions)) {
    await deps.db.$transaction(async tx => {
      const facts = { userId: user.id, address: user.email, sessionId: session.id, ...origin }
      if ((await store.deleteUnrevoked(tx, session.id)).count === 1) await recordEvent(deps, tx, 'signed_out', facts)
    })
    deps.liveSessions.forget([session.id])
  }
  return session
}

/**
 * Revokes the session of a token, whatever its delivery; null where none lives by it, or somebody else was first. Forget it in
 * `liveSessions` once `tx` is committed.
 */
export async function revokeByToken(
  deps: Deps,
  tx: Transaction,
  token: string,
  reason: EndReason,
): Promise<(Session & { user: User }) | null> {
  const reading = readToken(deps.keys('session token'), token)
  const found = reading && (await store.findByTokenHash(tx, reading.hash))
  const now = deps.clock.now()
  if (!found || endOf(found, found.user, now, deps.settings.sessions)) return null
  await lockUser(tx, found.userId)
  const [revoked] = await store.revokeLiving(tx, found.id, now, reason, deps.settings.sessions)
  return revoked ? found : null
}

/** Ends anybody's session, by an operator's hand; false where there is none that lives or could. */
export async function revokeAsAdmin(deps: Deps, id: string): Promise<boolean> {
  if (!Id.safeParse(id).success) return false
  const reason = 'revoked_by_admin' satisfies EndReason
  const revoked = await deps.db.$transaction(async tx => {
    const found = await store.find(tx, id)
    // Whoever signs in at this moment by the browser of this session comes before it, or after.
    if (!found || !(await lockUser(tx, found.userId))) return undefined
    const [session] = await store.revokeLiving(tx, id, deps.clock.now(), reason, deps.settings.sessions)
    if (!session) return undefined
    const facts = { userId: session.userId, sessionId: session.id }
    await recordEvent(deps, tx, 'session_revoked_by_admin', facts)
    await revokeDeviceOf(deps, tx, found, facts)
    return session
  })
  deps.liveSessions.forget([id])
  return revoked !== undefined
}

/**
 * Ends one of the person's own sessions; one that was revoked before stays as it was.
 * @throws {ApiError} not_found for an unknown session and for somebody else's alike
 */
export async function revokeOwnSession(
  deps: Deps,
  principal: Principal,
  id: string,
  origin: Origin,
): Promise<PublicSession> {
  const owned = await store.findOfUser(deps.db, principal.user.id, id)
  if (!owned) throw new ApiError('not_found')
  const now = deps.clock.now()
  // What had ended before keeps its reason.
  const reason = endOf(owned, welcome, now, deps.settings.sessions) ?? ('revoked_by_you' satisfies EndReason)
  await deps.db.$transaction(async tx => {
    await lockUser(tx, owned.userId)
    const facts = { userId: owned.userId, address: principal.user.email, sessionId: owned.id, ...origin }
    const { count } = await store.revoke(tx, owned.id, now, reason)
    if (count === 1 && reason === 'revoked_by_you') await recordEvent(deps, tx, 'session_revoked', facts)
    await revokeDeviceOf(deps, tx, owned, facts, await store.find(tx, principal.session.id))
  })
  // By its own spelling: Postgres also finds an id in capitals.
  deps.liveSessions.forget([owned.id])
  const session = await store.findOfUser(deps.db, principal.user.id, id)
  if (!session) throw new ApiError('not_found')
  return presentSession(deps, session, principal.session.id)
}

/** Ends all of the person's sessions but the one that asks, whose browser alone stays known; answers how many lived. */
export async function revokeOtherSessions(deps: Deps, { user, session }: Principal, origin: Origin): Promise<number> {
  const revoked = await deps.db.$transaction(async tx => {
    // Whoever signs in at this moment comes before it, or after.
    await lockUser(tx, user.id)
    const revoked = await endAllSessions(deps, tx, user.id, 'revoked_by_you', { except: session.id })
    const facts = { userId: user.id, address: user.email, sessionId: session.id, ...origin }
    if (revoked > 0) await recordEvent(deps, tx, 'other_sessions_revoked', facts)
    const asking = await store.find(tx, session.id)
    await revokeDevices(deps, tx, facts, { except: asking?.deviceId ?? null })
    return revoked
  })
  deps.liveSessions.forget([user.id])
  return revoked
}

const idsOf = (sessions: readonly { id: string }[]) => sessions.map(({ id }) => id)
