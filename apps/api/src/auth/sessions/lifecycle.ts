import type { EndReason } from '@latchkey/contracts/auth/sessions'
import type { Session } from '@latchkey/database/models'
import type { LockedAccount } from '../account/change-account.ts'
import { activeUser, endOf } from './lifetime.ts'
import * as store from './store.ts'

/**
 * Why a session of the account has already ended, or null if it is live and can be ended. The only place that decides this, for one
 * session and for all.
 */
const endBefore = ({ deps, now }: LockedAccount, session: store.Life): EndReason | string | null =>
  // By its own row: an enabled person would otherwise get a session back that was revoked while they were disabled.
  endOf(session, activeUser, now, deps.settings.sessions)

/** Whether one of the account's sessions is live. */
export const isLiving = (account: LockedAccount, session: Session): boolean => endBefore(account, session) === null

/**
 * Ends the account's sessions, except one; returns how many were live. Idle sessions are revoked too: another server may be about to
 * write a later last-seen time, which would make them live again.
 */
export async function endSessions(
  account: LockedAccount,
  reason: EndReason,
  exceptId: string | null = null,
): Promise<number> {
  const { tx, user, now } = account
  return (await endLocked(account, await store.lockOpenOf(tx, { userId: user.id, except: exceptId }, now), reason))
    .length
}

/** Ends sessions of the account that its transaction has locked. Returns the ids of those that were live. */
export async function endLocked(
  account: LockedAccount,
  open: readonly store.Life[],
  reason: EndReason,
): Promise<string[]> {
  const { deps, tx, user, now } = account
  // The sessions of a disabled user also end with the given reason.
  const isIdle = (session: store.Life) => endBefore(account, session) !== null
  const [idle, living] = [open.filter(isIdle), open.filter(session => !isIdle(session))]
  await store.revokeHeld(tx, idsOf(idle), now, 'idle' satisfies EndReason)
  await store.revokeHeld(tx, idsOf(living), now, reason)
  account.afterCommit(() => deps.sessionCache.forget([user.id]))
  return idsOf(living)
}

/** Ends the account's sessions that were begun by a passkey alone, without a password or a mail. */
export async function endSessionsOfPasskeys(account: LockedAccount, reason: EndReason): Promise<void> {
  const { deps, tx, user, now } = account
  const open = await store.lockOpenOf(tx, { userId: user.id, without: ['pwd', 'email'] }, now)
  await store.revokeHeld(tx, idsOf(open), now, reason)
  account.afterCommit(() => deps.sessionCache.forget([user.id]))
}

/** Ends the account's sessions that an account at a provider began, except one. */
export async function endSessionsOfIdentity(
  account: LockedAccount,
  { identityId, except }: { identityId: string; except: string },
  reason: EndReason,
): Promise<void> {
  const { tx, user, now } = account
  await endLocked(account, await store.lockOpenOf(tx, { userId: user.id, identityId, except }, now), reason)
}

/** Ends one session of the account; returns true if it was live until now. One that had already ended gets its own reason. */
export async function endSession(account: LockedAccount, session: Session, reason: EndReason): Promise<boolean> {
  const { deps, tx, now } = account
  const ended = endBefore(account, session)
  const { count } = await store.revoke(tx, session.id, now, ended ?? reason)
  account.afterCommit(() => deps.sessionCache.forget([session.id]))
  return ended === null && count === 1
}

/** Deletes one session of the account. Returns false if it was already revoked: its row stays, with when and why. */
export async function deleteSession(account: LockedAccount, session: Session): Promise<boolean> {
  const { deps, tx } = account
  const { count } = await store.deleteUnrevoked(tx, session.id)
  account.afterCommit(() => deps.sessionCache.forget([session.id]))
  return count === 1
}

const idsOf = (sessions: readonly { id: string }[]) => sessions.map(({ id }) => id)
