import type { Deps } from '../../deps.ts'
import { systemContext } from '../../platform/context.ts'
import { changeAccount, type LockedAccount } from '../account/change-account.ts'
import { closeAccount } from '../account/service.ts'
import { findUser, removeUser, updateUser } from '../account/users.ts'
import { record, recordEvents } from '../audit-log/service.ts'
import { endAccess } from '../sessions/end-access.ts'

/** Disables a person and ends all their sessions. False if the address has no account. */
export const disableUser = (deps: Deps, email: string): Promise<boolean> =>
  changeAccountOf(deps, email, async account => {
    await updateUser(account, { disabledAt: account.now })
    await endAccess(account, 'account_disabled')
    await record(account, 'account_disabled')
    return true
  })

/** Enables a disabled person. False if the address has no account. */
export const enableUser = (deps: Deps, email: string): Promise<boolean> =>
  changeAccountOf(deps, email, async account => {
    await updateUser(account, { disabledAt: null })
    await record(account, 'account_enabled')
    return true
  })

/**
 * Deletes a person as an admin: like a deletion by the person, or at once and for good (`atOnce`). False if the address has no
 * account, or the account is already deleted.
 */
export const deleteUser = (deps: Deps, email: string, { atOnce }: { atOnce: boolean }): Promise<boolean> =>
  changeAccountOf(deps, email, account => (atOnce ? remove(account) : close(account)))

async function close(account: LockedAccount): Promise<boolean> {
  if (!(await closeAccount(account))) return false
  await record(account, 'account_deleted_by_admin')
  return true
}

/** A trigger erases the personal data in the person's events. This event keeps that the deletion happened, and to which id. */
async function remove(account: LockedAccount): Promise<boolean> {
  const { deps, tx, user } = account
  await removeUser(account)
  await recordEvents(deps, tx, [{ kind: 'account_deleted_by_admin', userId: user.id }])
  return true
}

async function changeAccountOf(
  deps: Deps,
  email: string,
  work: (account: LockedAccount) => Promise<boolean>,
): Promise<boolean> {
  const user = await findUser(deps, email)
  return (user && (await changeAccount(deps, systemContext(deps), user.id, work))) ?? false
}
