import type { EndReason } from '@latchkey/contracts/auth/sessions'
import type { Session } from '@latchkey/database/models'
import type { LockedAccount } from '../account/change-account.ts'
import { activeUser, endOf, type UserStatus } from './lifetime.ts'
import * as store from './store.ts'

/**
 * Why a session of the account is over by itself, or null where it lives and may be ended. What ending a session depends on is decided
 * here, for one session and for all of them.
 */
const endBefore = (
  { deps, user, now }: LockedAccount,
  session: store.Life,
  status: UserStatus = user,
): EndReason | string | null => endOf(session, status, now, deps.settings.sessions)

/** Whether one of the account's sessions lives. */
export const isLiving = (account: LockedAccount, session: Session): boolean => endBefore(account, session) === null

/**
 * Ends the account's sessions, but the one excepted; answers how many lived. One that is idle by now ends with them: another server may
 * have seen it, and be about to say so, which would bring it back.
 */
export async function endSessions(
  account: LockedAccount,
  reason: EndReason,
  exceptId: string | null = null,
): Promise<number> {
  const { deps, tx, user, now } = account
  const open = await store.lockOpenOf(tx, { userId: user.id, except: exceptId }, now)
  // Also those of a person who is disabled: they end for the reason that is given.
  const isIdle = (session: store.Life) => endBefore(account, session, activeUser) !== null
  const [idle, living] = [open.filter(isIdle), open.filter(session => !isIdle(session))]
  await store.revokeHeld(tx, idsOf(idle), now, 'idle' satisfies EndReason)
  await store.revokeHeld(tx, idsOf(living), now, reason)
  account.afterCommit(() => deps.sessionCache.forget([user.id]))
  return living.length
}

/** Ends one session of the account; true where it lived until now. One that had ended by itself is marked with that reason. */
export async function endSession(account: LockedAccount, session: Session, reason: EndReason): Promise<boolean> {
  const { deps, tx, now } = account
  const ended = endBefore(account, session)
  const { count } = await store.revoke(tx, session.id, now, ended ?? reason)
  account.afterCommit(() => deps.sessionCache.forget([session.id]))
  return ended === null && count === 1
}

/** Deletes one session of the account; false where it was revoked before: its row stays, with when and why. */
export async function deleteSession(account: LockedAccount, session: Session): Promise<boolean> {
  const { deps, tx } = account
  const { count } = await store.deleteUnrevoked(tx, session.id)
  account.afterCommit(() => deps.sessionCache.forget([session.id]))
  return count === 1
}

const idsOf = (sessions: readonly { id: string }[]) => sessions.map(({ id }) => id)
