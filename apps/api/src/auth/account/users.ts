import type { User as PublicUser } from '@latchkey/contracts/auth/users'
import type { Database, Transaction } from '@latchkey/database/client'
import type { User } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import type { LockedAccount } from './change-account.ts'
import * as store from './store.ts'

/** A person as the API returns them. */
export const presentUser = (user: User): PublicUser => ({
  id: user.id,
  email: user.email,
  name: user.name,
  createdAt: user.createdAt.toISOString(),
})

/** The person with this address; null if there is none. */
export const findUser = (deps: Deps, email: string) => store.findUserByEmail(deps.db, email)

export const findAllUsers = (deps: Deps) => store.listUsers(deps.db)

/** Which of these people still exist. */
export const findPresent = (tx: Database | Transaction, ids: string[]) => store.findPresent(tx, ids)

/** Finds the people with these addresses. None of them can be deleted until `tx` ends. */
export const holdUsersOf = (tx: Transaction, emails: string[]) => store.holdUsersOf(tx, emails)

/**
 * Changes a person.
 * @throws a unique violation if the address is taken
 */
export function updateUser(
  account: LockedAccount,
  change: Partial<Pick<User, 'name' | 'email' | 'disabledAt' | 'deletedAt'>>,
): Promise<User> {
  const { deps, tx, user, now } = account
  account.afterCommit(() => deps.sessionCache.forget([user.id]))
  return store.updateUser(tx, user.id, change, now)
}

/** Undoes a deletion and sets this address, unless another account has it now. Returns the account's address. */
export async function restoreUser(account: LockedAccount, address: string): Promise<string> {
  const { tx, user } = account
  const holder = await store.findUserByEmail(tx, address)
  const email = holder === null || holder.id === user.id ? address : user.email
  await updateUser(account, { email, deletedAt: null })
  return email
}

/** Deletes a person and all their data, at once. This cannot be undone. */
export function removeUser(account: LockedAccount): Promise<void> {
  const { deps, tx, user } = account
  account.afterCommit(() => deps.sessionCache.forget([user.id]))
  return store.removeUser(tx, user.id)
}
