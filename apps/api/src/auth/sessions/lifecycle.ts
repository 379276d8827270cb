import type { Delivery, EndReason } from '@latchkey/contracts/auth/sessions'
import type { Session } from '@latchkey/database/models'
import { mintToken, readToken } from '../../platform/crypto/token.ts'
import type { LockedAccount } from '../account/change-account.ts'
import { recordEvents } from '../audit-log/service.ts'
import { activeUser, endOf, lifetimeOf } from './lifetime.ts'
import * as store from './store.ts'

const mostLiveSessions = 100

export interface NewSession {
  readonly deviceId: string
  readonly delivery: Delivery
  readonly remembered: boolean
  /** How the person proved who they are (RFC 8176). */
  readonly methods: readonly string[]
  /** The token in the browser's cookie, whose session gives way. */
  readonly replacedToken: string | undefined
}

/** Starts a session and ends those that give way to it. The token is returned here and never again. */
export async function startSession(
  account: LockedAccount,
  { deviceId, delivery, remembered, methods, replacedToken }: NewSession,
): Promise<{ token: string; session: Session }> {
  const { deps, tx, user, now, context } = account
  await makeRoom(account, replacedToken)
  // Always a new token, whatever the client brought: nobody can fix a session for somebody else (CVE-2022-25896).
  const { token, hash } = mintToken(deps.keys('session token'))
  const session = await store.insert(tx, {
    userId: user.id,
    deviceId,
    tokenHash: hash,
    delivery,
    remembered,
    methods: [...methods],
    createdAt: now,
    expiresAt: new Date(now.getTime() + lifetimeOf(deps.settings.sessions, remembered)),
    ip: context.ip,
    userAgent: context.userAgent,
  })
  account.afterCommit(() => deps.sessionCache.announceNew(user.id))
  return { token, session }
}

async function makeRoom(
  { deps, tx, user, now, context, afterCommit }: LockedAccount,
  replacedToken: string | undefined,
) {
  const limits = deps.settings.sessions
  const replaced = replacedToken === undefined ? null : readToken(deps.keys('session token'), replacedToken)
  const reason = 'replaced' satisfies EndReason
  const ended = [
    ...(replaced ? await store.revokeLivingByTokenHash(tx, replaced.hash, now, reason, limits) : []),
    ...(await store.revokeOldest(tx, user.id, mostLiveSessions - 1, now, reason, limits)),
  ]
  const { ip, userAgent, requestId } = context
  // Whose each was: a browser may be taken over from somebody else.
  const events = ended.map(({ id: sessionId, userId }) => ({ userId, sessionId, ip, userAgent, requestId }))
  await recordEvents(
    deps,
    tx,
    events.map(event => ({ kind: 'session_replaced', ...event })),
  )
  afterCommit(() => deps.sessionCache.forget(ended.map(({ id }) => id)))
}

/**
 * Ends the account's sessions, but the one excepted; answers how many lived. One that is idle by now ends with them: another server may
 * have seen it, and be about to say so, which would bring it back.
 */
export async function endSessions(
  { deps, tx, user, now, afterCommit }: LockedAccount,
  reason: EndReason,
  exceptId: string | null = null,
): Promise<number> {
  const open = await store.lockOpenOf(tx, { userId: user.id, except: exceptId }, now)
  const isIdle = (session: store.Life) => endOf(session, activeUser, now, deps.settings.sessions) !== null
  const [idle, living] = [open.filter(isIdle), open.filter(session => !isIdle(session))]
  await store.revokeHeld(tx, idsOf(idle), now, 'idle' satisfies EndReason)
  await store.revokeHeld(tx, idsOf(living), now, reason)
  afterCommit(() => deps.sessionCache.forget([user.id]))
  return living.length
}

/** Whether one of the account's sessions lives. */
export const isLiving = ({ deps, user, now }: LockedAccount, session: Session): boolean =>
  endOf(session, user, now, deps.settings.sessions) === null

/** Ends one session of the account; true where it lived until now. One that had ended by itself is marked with that reason. */
export async function endSession(
  { deps, tx, user, now, afterCommit }: LockedAccount,
  session: Session,
  reason: EndReason,
): Promise<boolean> {
  const ended = endOf(session, user, now, deps.settings.sessions)
  const { count } = await store.revoke(tx, session.id, now, ended ?? reason)
  afterCommit(() => deps.sessionCache.forget([session.id]))
  return ended === null && count === 1
}

const idsOf = (sessions: readonly { id: string }[]) => sessions.map(({ id }) => id)
