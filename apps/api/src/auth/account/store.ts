import type { Database, Transaction } from '@latchkey/database/client'
import type { User } from '@latchkey/database/models'

export const findUserByEmail = (db: Database | Transaction, email: string): Promise<User | null> =>
  db.user.findUnique({ where: { email } })

export const findUserById = (db: Database, id: string): Promise<User | null> => db.user.findUnique({ where: { id } })

export const listUsers = (db: Database): Promise<User[]> => db.user.findMany({ orderBy: { createdAt: 'asc' } })

export const insertUser = (tx: Transaction, user: Pick<User, 'email' | 'name' | 'createdAt'>): Promise<User> =>
  tx.user.create({ data: { ...user, updatedAt: user.createdAt } })

/** @throws a unique violation if the address is taken */
export const updateUser = (
  tx: Transaction,
  id: string,
  change: Partial<Pick<User, 'name' | 'language' | 'email' | 'disabledAt' | 'deletedAt'>>,
  updatedAt: Date,
): Promise<User> => tx.user.update({ where: { id }, data: { ...change, updatedAt } })

/** Deletes a person. The foreign keys delete all their data too. */
export const removeUser = async (tx: Transaction, id: string): Promise<void> => {
  await tx.user.delete({ where: { id } })
}

/** Locks the person's row until the transaction ends, so that sign-ins and changes to the account run one at a time. */
export async function lockUser(tx: Transaction, id: string): Promise<User | null> {
  const [row] = await tx.$queryRaw<User[]>`
    select id, email, name, language, disabled_at as "disabledAt", deleted_at as "deletedAt", created_at as "createdAt",
      updated_at as "updatedAt"
    from users where id = ${id}::uuid for update`
  return row ?? null
}

/** Finds the people with these addresses. None of them can be deleted until the transaction ends. */
export const holdUsersOf = (tx: Transaction, emails: string[]): Promise<Pick<User, 'id' | 'email'>[]> =>
  tx.$queryRaw`select id, email from users where email = any(${emails}) order by id for key share`

/** Which of these people still exist. */
export async function findPresent(db: Database | Transaction, ids: string[]): Promise<string[]> {
  return (await db.user.findMany({ where: { id: { in: ids } }, select: { id: true } })).map(({ id }) => id)
}

/**
 * A person who deleted their account before `until`, or null. Skips accounts that a former address can still reclaim, and those that
 * somebody changes at this moment.
 */
export async function findLeft(db: Database, until: Date, now: Date): Promise<string | null> {
  const [left] = await db.$queryRaw<Pick<User, 'id'>[]>`
    select id from users where deleted_at < ${until} and not exists (
      select from challenges where user_id = users.id and purpose = 'not_me' and payload @> '{"restores": true}'
        and used_at is null and expires_at > ${now})
    order by deleted_at limit 1 for update skip locked`
  return left?.id ?? null
}

/** Deletes this person, with all their data. One who restored the account in the meantime keeps it. */
export const deleteLeft = async (db: Database, id: string, until: Date): Promise<void> => {
  await db.user.deleteMany({ where: { id, deletedAt: { lt: until } } })
}
