import type { Database, Transaction } from '@latchkey/database/client'
import type { User } from '@latchkey/database/models'

export const findUserByEmail = (db: Database | Transaction, email: string): Promise<User | null> =>
  db.user.findUnique({ where: { email } })

export const insertUser = (
  db: Database | Transaction,
  user: Pick<User, 'email' | 'name' | 'createdAt'>,
): Promise<User> => db.user.create({ data: { ...user, updatedAt: user.createdAt } })

export const listUsers = (db: Database): Promise<User[]> => db.user.findMany({ orderBy: { createdAt: 'asc' } })

/** Changes a person who may be here; null where there is none. Throws a unique violation where an address is taken. */
export async function updateUser(
  db: Database | Transaction,
  id: string,
  change: Partial<Pick<User, 'name' | 'email'>>,
  updatedAt: Date,
): Promise<User | null> {
  const where = { id, disabledAt: null, deletedAt: null }
  const [user] = await db.user.updateManyAndReturn({ where, data: { ...change, updatedAt } })
  return user ?? null
}

/** Notes when a person left; false where they had before. */
export async function setDeletedAt(tx: Transaction, id: string, deletedAt: Date): Promise<boolean> {
  const { count } = await tx.user.updateMany({
    where: { id, deletedAt: null },
    data: { deletedAt, updatedAt: deletedAt },
  })
  return count === 1
}

export const setDisabledAt = (db: Database | Transaction, id: string, disabledAt: Date | null, updatedAt: Date) =>
  db.user.update({ where: { id }, data: { disabledAt, updatedAt } })

/** Deletes a person and, by the foreign keys, all that is theirs. */
export const removeUser = async (tx: Transaction, id: string): Promise<boolean> =>
  (await tx.user.deleteMany({ where: { id } })).count === 1

/** What decides, at this moment, what a person may do. */
export type LockedUser = Pick<User, 'id' | 'email' | 'name' | 'disabledAt' | 'deletedAt'>

/** Holds the person's row until the transaction ends, so that their sign-ins, and what disables them, come one by one. */
export async function lockUser(tx: Transaction, id: string): Promise<LockedUser | null> {
  const [row] = await tx.$queryRaw<LockedUser[]>`
    select id, email, name, disabled_at as "disabledAt", deleted_at as "deletedAt" from users where id = ${id}::uuid for update`
  return row ?? null
}

export const holdUsersOf = (tx: Transaction, emails: string[]): Promise<Pick<User, 'id' | 'email'>[]> =>
  tx.$queryRaw`select id, email from users where email = any(${emails}) order by id for key share`

export const restoreUser = (tx: Transaction, id: string, email: string, updatedAt: Date) =>
  tx.user.update({ where: { id }, data: { email, deletedAt: null, updatedAt } })
