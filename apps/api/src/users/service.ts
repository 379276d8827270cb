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

/** Whether this person may sign in, which stays true until `tx` ends. */
export async function lockEnabledUser(tx: Transaction, id: string): Promise<boolean> {
  const user = await store.lockUser(tx, id)
  return user !== null && user.disabledAt === null && user.deletedAt === null
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
export const removeUser = (deps: Deps, id: string): Promise<boolean> => store.removeUser(deps.db, id)
