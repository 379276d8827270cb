import type { Role } from '@latchkey/contracts/auth/roles'
import type { Language } from '@latchkey/contracts/words/language'
import type { Challenge, Session, User } from '@latchkey/database/models'
import { ApiError } from '../../platform/errors.ts'
import { record } from '../audit-log/service.ts'
import { findReclaim } from '../challenges/buttons.ts'
import { closeChallenge, voidClaims } from '../challenges/service.ts'
import { notify } from '../notices/service.ts'
import { forgetFailures } from '../passwords/service.ts'
import { endAccess } from '../sessions/end-access.ts'
import type { LockedAccount } from './change-account.ts'
import { accountNotices } from './letters.ts'
import { notifyDeletion } from './reminders.ts'
import * as store from './store.ts'

// Each change of a person's row, with all that belongs to it: what ends, what is recorded, who is told. Nothing else writes the row.

type Change = Parameters<typeof store.updateUser>[2]

function updateUser(account: LockedAccount, change: Change): Promise<User> {
  const { deps, tx, user, now } = account
  account.afterCommit(() => deps.sessionCache.forget([user.id]))
  return store.updateUser(tx, user.id, change, now)
}

/** Sets the person's name. Records it if it is another one. */
export async function renameUser(account: LockedAccount, name: string | null): Promise<User> {
  if (account.user.name !== name) await record(account, 'name_changed')
  return updateUser(account, { name })
}

/** Sets the language of the person's pages and mails. It is no event: it changes nothing that an owner has to notice. */
export const setLanguage = (account: LockedAccount, language: Language | null): Promise<User> =>
  updateUser(account, { language })

/** Sets the time zone of the person's pages and mails. It is no event either. */
export const setTimeZone = (account: LockedAccount, timeZone: string): Promise<User> =>
  updateUser(account, { timeZone })

/**
 * Moves the account to the address that a link proved. Ends the other sessions, and tells both addresses; the old one can undo it.
 * @throws {ApiError} invalid_link if the link was used meanwhile, or a former owner can reclaim the address; a unique violation if
 *   the address is taken
 */
export async function moveToAddress(
  account: LockedAccount,
  { address, challenge, except }: { address: string; challenge: Challenge; except: Session },
): Promise<User> {
  // The address comes first: a concurrent proof of the same address waits here, and then finds it taken.
  const changed = await updateUser(account, { email: address })
  if (!(await closeChallenge(account, challenge))) throw new ApiError('invalid_link')
  await voidClaims(account, address)
  await forgetFailures(account, address)
  const reclaim = await findReclaim(account.deps, account.tx, { address, userId: { not: changed.id } })
  if (reclaim) throw new ApiError('invalid_link')
  await endAccess(account, 'email_changed', { except })
  await record(account, { kind: 'email_changed', address })
  await notify(account, accountNotices.emailChanged, { detail: address, restores: true })
  await notify(account, accountNotices.emailChanged, { detail: address, address })
  return changed
}

/** Notes since when the person has a second factor; null: none any more. `factors/` says what else follows. */
export const setSecondFactor = (account: LockedAccount, since: Date | null): Promise<User> =>
  updateUser(account, { secondFactorSince: since })

/** Demands a second factor of the person, or no longer. */
export const demandSecondFactor = (account: LockedAccount, isDemanded: boolean): Promise<User> =>
  updateUser(account, { secondFactorRequiredAt: isDemanded ? account.now : null })

/** Makes the person an admin, or no longer. Only the command line does this: no request may. Their cached sessions are dropped. */
export async function setRole(account: LockedAccount, role: Role): Promise<void> {
  await updateUser(account, { role })
  await record(account, role === 'admin' ? 'made_admin' : 'admin_removed')
}

/** Disables a person and ends all their sessions. */
export async function disableUser(account: LockedAccount): Promise<void> {
  await updateUser(account, { disabledAt: account.now })
  await endAccess(account, 'account_disabled')
  await record(account, 'account_disabled')
}

/** Enables a disabled person. */
export async function enableUser(account: LockedAccount): Promise<void> {
  await updateUser(account, { disabledAt: null })
  await record(account, 'account_enabled')
}

/** Deletes an account, ends all its access, and sends a mail whose button undoes it. False if it was already deleted. */
export async function closeAccount(
  account: LockedAccount,
  kind: 'account_deleted' | 'account_deleted_by_admin',
): Promise<boolean> {
  if (account.user.deletedAt) return false
  await updateUser(account, { deletedAt: account.now })
  await endAccess(account, 'account_deleted')
  await notifyDeletion(account)
  await record(account, kind)
  return true
}

/** Undoes a deletion and sets this address, unless another account has it now. Returns the account's address. */
export async function restoreUser(account: LockedAccount, address: string): Promise<string> {
  const { tx, user } = account
  const holder = await store.findUserByEmail(tx, address)
  const email = holder === null || holder.id === user.id ? address : user.email
  await updateUser(account, { email, deletedAt: null })
  if (user.deletedAt) await record(account, { kind: 'account_restored', address })
  return email
}

/** Closes an account that `removeUser` deletes next. No mail: nothing undoes this. */
export async function beginRemoval(account: LockedAccount): Promise<void> {
  await updateUser(account, { deletedAt: account.user.deletedAt ?? account.now })
  await endAccess(account, 'account_deleted')
}

/** Deletes a person and all their data, at once. This cannot be undone. */
export function removeUser(account: LockedAccount): Promise<void> {
  const { deps, tx, user } = account
  account.afterCommit(() => deps.sessionCache.forget([user.id]))
  return store.removeUser(tx, user.id)
}
