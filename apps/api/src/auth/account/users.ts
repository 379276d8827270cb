import type { User as PublicUser } from '@latchkey/contracts/auth/users'
import type { Database, Transaction } from '@latchkey/database/client'
import type { User } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import type { LockedAccount } from './change-account.ts'
import * as store from './store.ts'

/** A person as the API shows them. */
export const presentUser = (user: User): PublicUser => ({
  id: user.id,
  email: user.email,
  name: user.name,
  createdAt: user.createdAt.toISOString(),
})

export const findUser = (deps: Deps, email: string) => store.findUserByEmail(deps.db, email)

export const findAllUsers = (deps: Deps) => store.listUsers(deps.db)

/** Which of these people are still there. */
export const findPresent = (tx: Database | Transaction, ids: string[]) => store.findPresent(tx, ids)

/** Whose these addresses are; nobody of them can be deleted until `tx` ends. */
export const holdUsersOf = (tx: Transaction, emails: string[]) => store.holdUsersOf(tx, emails)

/** Changes a person; throws a unique violation where an address is taken. */
export function updateUser(
  account: LockedAccount,
  change: Partial<Pick<User, 'name' | 'email' | 'disabledAt' | 'deletedAt'>>,
): Promise<User> {
  const { deps, tx, user, now } = account
  account.afterCommit(() => deps.sessionCache.forget([user.id]))
  return store.updateUser(tx, user.id, change, now)
}

/** Undoes a deletion, and gives the account this address back unless somebody else has it by now. Answers the address that it then has. */
export async function restoreUser(account: LockedAccount, address: string): Promise<string> {
  const { tx, user } = account
  const holder = await store.findUserByEmail(tx, address)
  const email = holder === null || holder.id === user.id ? address : user.email
  await updateUser(account, { email, deletedAt: null })
  return email
}

/** Deletes a person and all that is theirs, at once and for ever. */
export function removeUser(account: LockedAccount): Promise<void> {
  const { deps, tx, user } = account
  account.afterCommit(() => deps.sessionCache.forget([user.id]))
  return store.removeUser(tx, user.id)
}
