import type { Deps } from '../../deps.ts'
import { systemContext } from '../../platform/context.ts'
import { changeAccount, type LockedAccount } from '../account/change-account.ts'
import * as changes from '../account/changes.ts'
import { empty } from '../account/purge.ts'
import { roleOf } from '../account/role.ts'
import { findUser } from '../account/users.ts'
import { record, recordEvents } from '../audit-log/service.ts'
import { findFactorsOf } from '../factors/service.ts'
import { startReset } from '../lost-factors/requests.ts'
import { notify } from '../notices/service.ts'
import { adminNotices } from './letters.ts'

/** Disables a person and ends all their sessions. False if the address has no account. */
export const disableUser = (deps: Deps, email: string): Promise<boolean> =>
  changeAccountOf(deps, email, account => changes.disableUser(account).then(() => true))

/** Enables a disabled person. False if the address has no account. */
export const enableUser = (deps: Deps, email: string): Promise<boolean> =>
  changeAccountOf(deps, email, account => changes.enableUser(account).then(() => true))

/**
 * Starts the wait after which a person loses all second factors. It goes on while they are disabled, which keeps a thief out until then.
 * Returns when it ends. Null if the address has no account with a second factor, or a deleted one.
 */
export async function resetFactors(deps: Deps, email: string): Promise<Date | null> {
  const user = await findUser(deps, email)
  return (
    user &&
    changeAccount(deps, systemContext(deps), user.id, async account =>
      account.user.deletedAt === null && account.user.secondFactorSince ? startReset(account, 'operator') : null,
    )
  )
}

/** Demands a second factor of a person, or no longer. False if the address has no account. */
export const demandFactor = (deps: Deps, email: string, isDemanded: boolean): Promise<boolean> =>
  changeAccountOf(deps, email, account => demandFactorOf(account, isDemanded).then(() => true))

/** The same for an account that is being changed. */
export async function demandFactorOf(account: LockedAccount, isDemanded: boolean): Promise<void> {
  await changes.demandSecondFactor(account, isDemanded)
  await record(account, isDemanded ? 'factor_demanded' : 'factor_demand_ended')
}

/**
 * Makes a person an admin, or no longer, and mails it to them. The only way to the role: no request has it. False if the address has no
 * account, or a deleted one. `no_factor`: an admin needs a second factor before the role. Otherwise their password alone would be enough
 * to add one, and to be admin.
 */
export async function setAdmin(deps: Deps, email: string, isAdmin: boolean): Promise<boolean | 'no_factor'> {
  const user = await findUser(deps, email)
  const done =
    user &&
    (await changeAccount(deps, systemContext(deps), user.id, async account => {
      if (account.user.deletedAt) return false
      if ((roleOf(account.user) === 'admin') === isAdmin) return true
      if (isAdmin && !account.user.secondFactorSince) return 'no_factor'
      await changes.setRole(account, isAdmin ? 'admin' : 'person')
      await notify(account, isAdmin ? adminNotices.madeAdmin : adminNotices.adminRemoved)
      return true
    }))
  return done ?? false
}

/** A person as `latchkey user show` prints them. Null if the address has no account. */
export async function describeUser(deps: Deps, email: string) {
  const user = await findUser(deps, email)
  return user && { user, ...(await findFactorsOf(deps, user)) }
}

/**
 * Deletes a person as an admin: like a deletion by the person, or at once and for good (`atOnce`). False if the address has no
 * account, or the account is already deleted.
 */
export async function deleteUser(deps: Deps, email: string, { atOnce }: { atOnce: boolean }): Promise<boolean> {
  if (!atOnce) return changeAccountOf(deps, email, account => changes.closeAccount(account, 'account_deleted_by_admin'))
  const user = await findUser(deps, email)
  if (!user) return false
  const context = systemContext(deps)
  // First, so that open pages learn why their sessions ended, and no new session starts meanwhile.
  await changeAccount(deps, context, user.id, changes.beginRemoval)
  // Outside the transaction, in small batches: otherwise a person with very many events could not be deleted in the time of a query.
  await empty(deps, user.id)
  return (await changeAccount(deps, context, user.id, remove)) ?? false
}

/** A trigger erases the personal data in the person's events. This event keeps that the deletion happened, and to which id. */
async function remove(account: LockedAccount): Promise<boolean> {
  const { deps, tx, user } = account
  await changes.removeUser(account)
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
