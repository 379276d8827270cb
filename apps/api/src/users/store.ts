import type { Database, Transaction } from '@latchkey/database/client'
import type { User } from '@latchkey/database/models'

export const findUserByEmail = (db: Database | Transaction, email: string): Promise<User | null> =>
  db.user.findUnique({ where: { email } })

export const insertUser = (
  db: Database | Transaction,
  user: Pick<User, 'email' | 'name' | 'createdAt'>,
): Promise<User> => db.user.create({ data: { ...user, updatedAt: user.createdAt } })

export const listUsers = (db: Database): Promise<User[]> => db.user.findMany({ orderBy: { createdAt: 'asc' } })

/** Holds the person's row until the transaction ends, so that their sign-ins, and what disables them, come one by one. */
export async function lockUser(tx: Transaction, id: string): Promise<Pick<User, 'disabledAt' | 'deletedAt'> | null> {
  const [row] = await tx.$queryRaw<Pick<User, 'disabledAt' | 'deletedAt'>[]>`
    select disabled_at as "disabledAt", deleted_at as "deletedAt" from users where id = ${id}::uuid for update`
  return row ?? null
}
