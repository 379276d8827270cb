import type { User as PublicUser } from '@latchkey/contracts/users'
import type { Transaction } from '@latchkey/database/client'
import type { User } from '@latchkey/database/models'
import type { Deps } from '../deps.ts'
import { findUserByEmail, insertUser, listUsers, lockUser } from './store.ts'

/** A person as the API shows them. */
export const presentUser = (user: User): PublicUser => ({
  id: user.id,
  email: user.email,
  name: user.name,
  createdAt: user.createdAt.toISOString(),
})

export const findUser = (deps: Deps, email: string) => findUserByEmail(deps.db, email)

export const findAllUsers = (deps: Deps) => listUsers(deps.db)

/** Makes a person whose address counts as proven; throws a unique violation where somebody has it. */
export const createUser = (deps: Deps, tx: Transaction, user: { email: string; name: string | null }) =>
  insertUser(tx, { email: user.email, name: user.name, createdAt: deps.clock.now() })

/** Whether this person may sign in, which stays true until `tx` ends. */
export async function lockEnabledUser(tx: Transaction, id: string): Promise<boolean> {
  const user = await lockUser(tx, id)
  return user !== null && user.disabledAt === null && user.deletedAt === null
}
