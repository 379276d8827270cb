import type { Database, Transaction } from '@latchkey/database/client'
import type { User } from '@latchkey/database/models'

export const findUserByEmail = (db: Database | Transaction, email: string): Promise<User | null> =>
  db.user.findUnique({ where: { email } })

export const insertUser = (
  db: Database | Transaction,
  user: Pick<User, 'email' | 'name' | 'createdAt'>,
): Promise<User> => db.user.create({ data: { ...user, updatedAt: user.createdAt } })

export const listUsers = (db: Database): Promise<User[]> => db.user.findMany({ orderBy: { createdAt: 'asc' } })

/** What decides, at this moment, what a person may do. */
export type LockedUser = Pick<User, 'id' | 'email' | 'disabledAt' | 'deletedAt'>

/** Holds the person's row until the transaction ends, so that their sign-ins, and what disables them, come one by one. */
export async function lockUser(tx: Transaction, id: string): Promise<LockedUser | null> {
  const [row] = await tx.$queryRaw<LockedUser[]>`
    select id, email, disabled_at as "disabledAt", deleted_at as "deletedAt" from users where id = ${id}::uuid for update`
  return row ?? null
}

export const restoreUser = (tx: Transaction, id: string, email: string, updatedAt: Date) =>
  tx.user.update({ where: { id }, data: { email, deletedAt: null, updatedAt } })
