import type { ListedSession } from '@latchkey/contracts/auth/devices'
import type { Session as PublicSession } from '@latchkey/contracts/auth/sessions'
import { Id } from '@latchkey/contracts/values'
import type { Language } from '@latchkey/contracts/words/language'
import type { Session, User } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import { type PresentedToken, type RequestContext, type SessionContext, systemContext } from '../../platform/context.ts'
import { ApiError } from '../../platform/errors.ts'
import { changeAccount, type LockedAccount } from '../account/change-account.ts'
import { record } from '../audit-log/service.ts'
import { requireSession } from './confirmation.ts'
import { revokeDeviceOf } from './devices.ts'
import { endAccess } from './end-access.ts'
import { findByToken } from './find-by-token.ts'
import { deleteSession, endSession, isLiving } from './lifecycle.ts'
import { endOf, type UserStatus } from './lifetime.ts'
import { presentListed, presentSession } from './present.ts'
import * as store from './store.ts'

const endedShownMs = 30 * 86_400_000

/** A user's sessions, newest first. `currentId` is the session of the request, `language` that of the names of places. */
export async function listSessions(
  deps: Deps,
  user: Pick<User, 'id'> & UserStatus,
  { currentId = null, language = 'en' }: { currentId?: string | null; language?: Language } = {},
): Promise<ListedSession[]> {
  const now = deps.clock.now()
  const since = new Date(now.getTime() - endedShownMs)
  const sessions = await store.listOfUser(deps.db, user.id, now, since, deps.settings.sessions)
  return sessions.map(session => presentListed(deps, session, { currentId, language, user }))
}

/**
 * Ends one of the user's own sessions; a session that was already revoked stays unchanged.
 * @throws {ApiError} not_found for an unknown session and for another user's alike
 */
export async function revokeSession(deps: Deps, context: SessionContext, id: string): Promise<PublicSession> {
  const revoked = await changeAccount(deps, context, context.user.id, async account => {
    const session = await store.findOfUser(account.tx, account.user.id, id)
    if (!session) return null
    const current = await store.find(account.tx, context.session.id)
    if (await endSession(account, session, 'revoked_by_you'))
      await record(account, { kind: 'session_revoked', sessionId: session.id })
    // The browser of the request stays known, even if the revoked session shares it.
    if (session.deviceId !== current?.deviceId) await revokeDeviceOf(account, session)
    return store.find(account.tx, session.id)
  })
  if (!revoked) throw new ApiError('not_found')
  return presentSession(deps, revoked, context.session.id)
}

/**
 * Ends all of the user's sessions except the session of the request. Only its browser stays known. Returns how many were live.
 * @throws {ApiError} session_ended; invalid_token
 */
export async function revokeOtherSessions(deps: Deps, context: SessionContext): Promise<number> {
  const revoked = await changeAccount(deps, context, context.user.id, async account => {
    const current = await requireSession(account)
    const revoked = await endAccess(account, 'revoked_by_you', { except: current })
    if (revoked > 0) await record(account, 'other_sessions_revoked')
    return revoked
  })
  return revoked ?? 0
}

/** Ends any session, as an admin; returns false if there is no such live session. */
export async function revokeAsAdmin(deps: Deps, id: string): Promise<boolean> {
  const found = Id.safeParse(id).success ? await store.find(deps.db, id) : null
  if (!found) return false
  const revoked = await changeAccount(deps, systemContext(deps), found.userId, account => endAsAdmin(account, id))
  return revoked ?? false
}

/** Ends one of the account's sessions, as an admin. False if it was over already; null if the account has no such session. */
export async function endAsAdmin(account: LockedAccount, id: string): Promise<boolean | null> {
  const session = await store.findOfUser(account.tx, account.user.id, id)
  if (!session) return null
  if (!isLiving(account, session)) return false
  await endSession(account, session, 'revoked_by_admin')
  await record(account, { kind: 'session_revoked_by_admin', sessionId: id })
  await revokeDeviceOf(account, session)
  return true
}

/**
 * Ends the session of a token and deletes its row. If it had already ended, the row stays, with when and why.
 * @throws {ApiError} invalid_token
 */
export async function signOut(
  deps: Deps,
  context: RequestContext,
  { token, delivery }: PresentedToken,
): Promise<Session> {
  const found = await findByToken(deps, token)
  if (!found || found.delivery !== delivery) throw new ApiError('invalid_token')
  const { user, ...session } = found
  if (endOf(session, user, deps.clock.now(), deps.settings.sessions)) return session
  await changeAccount(deps, context, user.id, async account => {
    if (await deleteSession(account, session)) await record(account, { kind: 'signed_out', sessionId: session.id })
  })
  return session
}
