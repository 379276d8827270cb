import type { Delivery, EndReason, Session as PublicSession } from '@latchkey/contracts/sessions'
import { Id } from '@latchkey/contracts/values'
import type { Transaction } from '@latchkey/database/client'
import type { Session, User } from '@latchkey/database/models'
import { mintToken, readToken } from '../crypto/token.ts'
import type { Deps } from '../deps.ts'
import { ApiError } from '../errors.ts'
import type { PresentedToken, Principal } from '../principal.ts'
import { deviceOf } from './device.ts'
import { endOf, lastSeenPrecisionMs, lifetimeOf } from './lifetime.ts'
import * as store from './store.ts'

const mostLiveSessions = 100
const endedShownMs = 30 * 86_400_000
const userAgentMaxLength = 512

export interface SessionRequest {
  readonly userId: string
  readonly delivery: Delivery
  readonly remembered: boolean
  /** How the person proved who they are (RFC 8176). */
  readonly methods: string[]
  readonly ip: string
  readonly userAgent: string | undefined
  /** The token in the cookie that the new one replaces. */
  readonly replacedToken: string | undefined
}

/** Starts a session and ends those it displaces. Its token is returned here and never again. Needs the person's row locked. */
export async function createSession(
  deps: Deps,
  tx: Transaction,
  request: SessionRequest,
): Promise<{ token: string; session: Session }> {
  const now = deps.clock.now()
  const limits = deps.settings.sessions
  const replaced = request.replacedToken === undefined ? null : readToken(deps.tokenKeys, request.replacedToken)
  if (replaced) await store.revokeLivingByTokenHash(tx, replaced.hash, now, 'replaced' satisfies EndReason, limits)
  await store.revokeOldest(tx, request.userId, mostLiveSessions - 1, now, 'replaced' satisfies EndReason, limits)

  // Always a new token, whatever the client brought: nobody can fix a session for somebody else (CVE-2022-25896).
  const { token, hash } = mintToken(deps.tokenKeys)
  const session = await store.insert(tx, {
    userId: request.userId,
    tokenHash: hash,
    delivery: request.delivery,
    remembered: request.remembered,
    methods: request.methods,
    createdAt: now,
    expiresAt: new Date(now.getTime() + lifetimeOf(limits, request.remembered)),
    ip: request.ip,
    userAgent: request.userAgent?.slice(0, userAgentMaxLength) ?? null,
  })
  return { token, session }
}

/**
 * Who a token speaks for, and the token under today's key where an older one signed it.
 * @throws {ApiError} invalid_token, or session_ended with the reason, which only the genuine token's holder comes to see
 */
export async function authenticate(
  deps: Deps,
  presented: PresentedToken,
): Promise<{ principal: Principal; resigned?: string }> {
  const { session, user, resigned } = await requireSession(deps, presented)
  const now = deps.clock.now()
  const reason = endOf(session, user, now, deps.settings.sessions)
  if (reason) throw new ApiError('session_ended', { reason })
  if (now.getTime() - session.lastSeenAt.getTime() >= lastSeenPrecisionMs)
    deps.background.run('noting when a session was seen', () => store.touch(deps.db, session.id, now))
  return { principal: { kind: 'session', user, session, methods: session.methods }, ...(resigned && { resigned }) }
}

/** Ends the session of a token and forgets it; one that had ended before keeps its row, with when and why. */
export async function endOwnSession(deps: Deps, presented: PresentedToken): Promise<Session> {
  const { session, user } = await requireSession(deps, presented)
  if (!endOf(session, user, deps.clock.now(), deps.settings.sessions)) await store.deleteUnrevoked(deps.db, session.id)
  return session
}

/** A person's sessions, newest first; `currentId` is the one that asks. */
export async function findSessionsOfUser(
  deps: Deps,
  user: User,
  currentId: string | null = null,
): Promise<PublicSession[]> {
  const now = deps.clock.now()
  const since = new Date(now.getTime() - endedShownMs)
  const sessions = await store.listOfUser(deps.db, user.id, now, since, deps.settings.sessions)
  return sessions.map(session => presentSession(deps, user, session, currentId))
}

/** Ends anybody's session, by an operator's hand; false where there is none that lives or could. */
export async function revokeAsAdmin(deps: Deps, id: string): Promise<boolean> {
  if (!Id.safeParse(id).success) return false
  const { count } = await store.revoke(deps.db, id, deps.clock.now(), 'revoked_by_admin' satisfies EndReason)
  return count === 1
}

/**
 * Ends one of the person's own sessions; one that was revoked before stays as it was.
 * @throws {ApiError} not_found for an unknown session and for somebody else's alike
 */
export async function revokeOwnSession(deps: Deps, principal: Principal, id: string): Promise<PublicSession> {
  const owned = await store.findOfUser(deps.db, principal.user.id, id)
  if (!owned) throw new ApiError('not_found')
  await store.revoke(deps.db, id, deps.clock.now(), 'revoked_by_you' satisfies EndReason)
  const session = await store.findOfUser(deps.db, principal.user.id, id)
  if (!session) throw new ApiError('not_found')
  return presentSession(deps, principal.user, session, principal.session.id)
}

export const revokeOtherSessions = (deps: Deps, principal: Principal): Promise<number> =>
  store.revokeLivingOthers(
    deps.db,
    principal.session,
    deps.clock.now(),
    'revoked_by_you' satisfies EndReason,
    deps.settings.sessions,
  )

/** How long a browser keeps a session's cookie: until it is closed, unless the person asked to be remembered. */
export const cookieMaxAgeSeconds = (deps: Deps, session: { remembered: boolean; expiresAt: Date }) =>
  session.remembered ? (session.expiresAt.getTime() - deps.clock.now().getTime()) / 1000 : undefined

/** A session as the API shows it: never its token, nor its hash. */
export function presentSession(deps: Deps, user: User, session: Session, currentId: string | null): PublicSession {
  return {
    id: session.id,
    current: session.id === currentId,
    delivery: session.delivery as Delivery,
    createdAt: session.createdAt.toISOString(),
    lastSeenAt: session.lastSeenAt.toISOString(),
    expiresAt: session.expiresAt.toISOString(),
    revoked: session.revokedAt !== null,
    revokedAt: session.revokedAt?.toISOString() ?? null,
    endReason: endOf(session, user, deps.clock.now(), deps.settings.sessions),
    ip: session.ip,
    device: deviceOf(session.userAgent),
  }
}

// Forged and mistyped tokens end here without a query; a token that travels the wrong way is no token.
async function requireSession(deps: Deps, { token, delivery }: PresentedToken) {
  const reading = readToken(deps.tokenKeys, token)
  const found = reading && (await store.findByTokenHash(deps.db, reading.hash))
  if (!found || found.delivery !== delivery) throw new ApiError('invalid_token')
  const { user, ...session } = found
  return { session, user, resigned: reading.resigned }
}
