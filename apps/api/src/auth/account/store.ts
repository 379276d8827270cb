import type { Database, Transaction } from '@latchkey/database/client'
import type { User } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import { batchSize } from '../../platform/jobs/purge.ts'

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
  change: Partial<Pick<User, 'name' | 'email' | 'disabledAt' | 'deletedAt'>>,
  updatedAt: Date,
): Promise<User> => tx.user.update({ where: { id }, data: { ...change, updatedAt } })

/** Deletes a person. The foreign keys delete all their data too. */
export const removeUser = async (tx: Transaction, id: string): Promise<void> => {
  await tx.user.delete({ where: { id } })
}

/** Locks the person's row until the transaction ends, so that sign-ins and changes to the account run one at a time. */
export async function lockUser(tx: Transaction, id: string): Promise<User | null> {
  const [row] = await tx.$queryRaw<User[]>`
    select id, email, name, disabled_at as "disabledAt", deleted_at as "deletedAt", created_at as "createdAt",
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
 * Deletes people who deleted their account before `until`, with all their data. Skips accounts that a former address can still
 * reclaim. Rows are locked and checked again before the delete, so a person who restores the account at that moment keeps it.
 */
export const deleteLeft = ({ db }: Deps, until: Date, now: Date): Promise<number> => db.$executeRaw`
  delete from users where id in (
    select id from users where deleted_at < ${until} and not exists (
      select from challenges where user_id = users.id and purpose = 'not_me' and payload @> '{"restores": true}'
        and used_at is null and expires_at > ${now})
    limit ${batchSize} for update skip locked)`
