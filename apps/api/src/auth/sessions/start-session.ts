import type { Delivery, EndReason } from '@latchkey/contracts/auth/sessions'
import type { Session } from '@latchkey/database/models'
import { mintToken, readToken } from '../../platform/crypto/token.ts'
import type { LockedAccount } from '../account/change-account.ts'
import { recordEvents } from '../audit-log/service.ts'
import { lifetimeOf } from './lifetime.ts'
import { endSurplus, insert } from './new-session-store.ts'
import * as store from './store.ts'

export interface NewSession {
  readonly deviceId: string
  readonly delivery: Delivery
  readonly remembered: boolean
  /** How the user proved who they are (RFC 8176). */
  readonly methods: readonly string[]
  /** The account elsewhere that began it, if one did: its provider may end it. */
  readonly origin?: { readonly identityId: string; readonly providerSession: string | null } | undefined
  /** The token in the browser's cookie; its session is replaced. */
  readonly replacedToken: string | undefined
}

/** Starts a session and ends those that it replaces. The token is returned only here: the database has its hash. */
export async function startSession(
  account: LockedAccount,
  { deviceId, delivery, remembered, methods, replacedToken, origin }: NewSession,
): Promise<{ token: string; session: Session }> {
  const { deps, tx, prepared, user, now, context } = account
  const limits = deps.settings.sessions
  const reason = 'replaced' satisfies EndReason
  const held = replacedToken === undefined ? null : readToken(deps.keys('session token'), replacedToken)
  const replaced = held ? await store.revokeLivingByTokenHash(tx, held.hash, now, reason, limits) : []
  // Always a new token, never the client's: this prevents session fixation (CVE-2022-25896).
  const { token, hash } = mintToken(deps.keys('session token'))
  const { session, surplus } = await insert(
    prepared,
    {
      userId: user.id,
      deviceId,
      tokenHash: hash,
      delivery,
      remembered,
      methods: [...methods],
      createdAt: now,
      expiresAt: new Date(now.getTime() + lifetimeOf(limits, remembered)),
      ip: context.ip,
      userAgent: context.userAgent,
      identityId: origin?.identityId ?? null,
      providerSession: origin?.providerSession ?? null,
    },
    limits,
  )
  const crowdedOut = await endSurplus(tx, surplus, now, reason)
  await recordReplaced(account, [...replaced, ...crowdedOut.map(id => ({ id, userId: user.id }))])
  account.afterCommit(() => deps.sessionCache.announceNew(user.id))
  return { token, session }
}

async function recordReplaced(
  { deps, tx, context: { ip, userAgent, requestId }, afterCommit }: LockedAccount,
  ended: readonly Pick<Session, 'id' | 'userId'>[],
): Promise<void> {
  // Each event belongs to the ended session's user: the browser may have been another user's.
  const events = ended.map(({ id: sessionId, userId }) => ({ userId, sessionId, ip, userAgent, requestId }))
  await recordEvents(
    deps,
    tx,
    events.map(event => ({ kind: 'session_replaced', ...event })),
  )
  afterCommit(() => deps.sessionCache.forget(ended.map(({ id }) => id)))
}
