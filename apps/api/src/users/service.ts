import type { User as PublicUser } from '@latchkey/contracts/users'
import type { Database, Transaction } from '@latchkey/database/client'
import type { User } from '@latchkey/database/models'
import type { Deps } from '../deps.ts'
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

/** Makes a person whose address counts as proven; throws a unique violation where somebody has it. */
export const createUser = (deps: Deps, tx: Transaction, user: { email: string; name: string | null }) =>
  store.insertUser(tx, { email: user.email, name: user.name, createdAt: deps.clock.now() })

/** Whose these addresses are; nobody of them can be deleted until `tx` ends. */
export const holdUsersOf = (tx: Transaction, emails: string[]) => store.holdUsersOf(tx, emails)

/** Holds the person's row until `tx` ends: whatever changes who may use an account takes it first, so nothing passes halfway. */
export const lockUser = (tx: Transaction, id: string) => store.lockUser(tx, id)

/** The person, held until `tx` ends, if they may sign in; who is disabled, or has left, counts as absent. */
export async function lockEnabledUser(tx: Transaction, id: string): Promise<store.LockedUser | null> {
  const user = await store.lockUser(tx, id)
  return user?.disabledAt === null && user.deletedAt === null ? user : null
}

/**
 * Undoes that a person has left, and gives them back this address unless somebody else has it by now; answers the address
 * they then have. Needs their row locked.
 */
export async function restoreUser(
  deps: Deps,
  tx: Transaction,
  user: store.LockedUser,
  address: string,
): Promise<string> {
  const holder = await store.findUserByEmail(tx, address)
  const email = holder === null || holder.id === user.id ? address : user.email
  await store.restoreUser(tx, user.id, email, deps.clock.now())
  return email
}

/** Changes a person's name or address; null where they may not be here any more, a unique violation where an address is taken. */
export const changeUser = (
  deps: Deps,
  db: Database | Transaction,
  id: string,
  change: Partial<Pick<User, 'name' | 'email'>>,
): Promise<User | null> => store.updateUser(db, id, change, deps.clock.now())

/** Notes that a person leaves, and the purge takes the row later; false where they had left before. */
export const markDeleted = (deps: Deps, tx: Transaction, id: string): Promise<boolean> =>
  store.setDeletedAt(tx, id, deps.clock.now())

/** Lets a person in no longer, or again. */
export const setDisabled = (deps: Deps, db: Database | Transaction, id: string, isDisabled: boolean): Promise<User> =>
  store.setDisabledAt(db, id, isDisabled ? deps.clock.now() : null, deps.clock.now())

/** Deletes a person and all that is theirs, at once and for ever. */
export const removeUser = (tx: Transaction, id: string): Promise<boolean> => store.removeUser(tx, id)
