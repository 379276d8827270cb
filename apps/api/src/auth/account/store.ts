import type { Role } from '@latchkey/contracts/auth/roles'
import type { Database, Prepared, Statement, Transaction } from '@latchkey/database/client'
import type { User } from '@latchkey/database/models'
import { batchSize } from '../../platform/jobs/purge.ts'

export const findUserByEmail = (db: Database | Transaction, email: string): Promise<User | null> =>
  db.user.findUnique({ where: { email } })

export const findUserById = (db: Database, id: string): Promise<User | null> => db.user.findUnique({ where: { id } })

/** Every admin, in the order of their addition. */
export const findAdmins = (db: Database): Promise<Pick<User, 'id' | 'email'>[]> =>
  db.user.findMany({
    where: { role: 'admin' satisfies Role },
    orderBy: { id: 'asc' },
    select: { id: true, email: true },
  })

/** A page of all people in the order of their ids, which is that of their addition: those after this id. */
export const listUsers = (db: Database, after: string | undefined): Promise<User[]> =>
  db.user.findMany({
    ...(after !== undefined && { where: { id: { gt: after } } }),
    orderBy: { id: 'asc' },
    take: batchSize,
  })

export const insertUser = (
  tx: Transaction,
  user: Pick<User, 'email' | 'name' | 'createdAt'> & { id?: string },
): Promise<User> => tx.user.create({ data: { ...user, updatedAt: user.createdAt } })

/** A person who is added together with others. */
export type AddedUser = Pick<User, 'id' | 'email' | 'name' | 'language' | 'disabledAt' | 'createdAt'>

/**
 * Adds people by one statement, however many. Leaves out those whose address is taken. Returns the ids of the added ones. All do it in
 * the order of addresses: otherwise two transactions with the same people could each wait for the other.
 */
export async function insertUsers(tx: Transaction, users: readonly AddedUser[], now: Date): Promise<string[]> {
  const added = await tx.$queryRaw<Pick<User, 'id'>[]>`
    insert into users (id, email, name, language, disabled_at, created_at, updated_at)
    select id, email, name, language, "disabledAt", "createdAt", ${now}
    from jsonb_to_recordset(${JSON.stringify(users)}::jsonb)
      as added (id uuid, email text, name text, language text, "disabledAt" timestamptz, "createdAt" timestamptz)
    order by email on conflict (email) do nothing returning id`
  return added.map(({ id }) => id)
}

/** The people who have one of these addresses. */
export const findUsersByEmail = (db: Database, emails: readonly string[]): Promise<Pick<User, 'id' | 'email'>[]> =>
  db.$queryRaw`select id, email from users where email = any(${emails})`

/** @throws a unique violation if the address is taken */
export const updateUser = (
  tx: Transaction,
  id: string,
  change: Partial<
    Pick<
      User,
      | 'name'
      | 'language'
      | 'timeZone'
      | 'email'
      | 'secondFactorSince'
      | 'secondFactorRequiredAt'
      | 'role'
      | 'disabledAt'
      | 'deletedAt'
    >
  >,
  updatedAt: Date,
): Promise<User> => tx.user.update({ where: { id }, data: { ...change, updatedAt } })

/** Deletes a person. The foreign keys delete all their data too. */
export const removeUser = async (tx: Transaction, id: string): Promise<void> => {
  await tx.user.delete({ where: { id } })
}

/** Locks the person's row until the transaction ends, so that sign-ins and changes to the account run one at a time. */
export async function lockUser(prepared: Prepared, id: string): Promise<User | null> {
  const [row] = await prepared<User>(lockedUser, [id])
  return row ?? null
}

const lockedUser: Statement = {
  name: 'lock user',
  text: `
    select id, email, name, language, time_zone as "timeZone", second_factor_since as "secondFactorSince",
      second_factor_required_at as "secondFactorRequiredAt", role, disabled_at as "disabledAt", deleted_at as "deletedAt", created_at as "createdAt",
      updated_at as "updatedAt"
    from users where id = $1 for update`,
}

/** A person whose row no one else changes until the transaction ends. Others may hold it too. */
export async function holdUser(tx: Transaction, id: string): Promise<User | null> {
  const held = await tx.$queryRaw<unknown[]>`select from users where id = ${id}::uuid for share`
  return held.length === 0 ? null : tx.user.findUnique({ where: { id } })
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
 * somebody changes at this moment. Those that `putLast` chose come last.
 */
export async function findLeft(db: Database, until: Date, now: Date): Promise<string | null> {
  const [left] = await db.$queryRaw<Pick<User, 'id'>[]>`
    select id from users where deleted_at < ${until} and not exists (
      select from challenges where user_id = users.id and purpose = 'not_me' and payload @> '{"restores": true}'
        and used_at is null and expires_at > ${now})
    order by updated_at, id limit 1 for update skip locked`
  return left?.id ?? null
}

/** Lets all others come before this person in `findLeft`. False if they restored their account in the meantime. */
export const putLast = async (db: Database, id: string, until: Date, now: Date): Promise<boolean> =>
  (await db.$executeRaw`
    update users set updated_at = ${now} where id = ${id}::uuid and deleted_at < ${until}`) === 1

/** A table whose rows Postgres deletes together with their person, and the column that names the person, both quoted. */
export interface OwnedTable {
  readonly name: string
  readonly column: string
}

/**
 * All such tables, a product's too. Those with more foreign keys come first: their rows may belong to rows of the others. A table that
 * this role may not change is left to Postgres.
 */
export const listOwnedTables = (db: Database): Promise<OwnedTable[]> => db.$queryRaw<OwnedTable[]>`
  select owned.conrelid::regclass::text as name, quote_ident(attname) as column
  from pg_constraint owned
  join pg_class on pg_class.oid = owned.conrelid and relkind = 'r'
  join pg_attribute on attrelid = owned.conrelid and attnum = owned.conkey[1]
  where owned.contype = 'f' and owned.confrelid = 'public.users'::regclass and owned.confdeltype = 'c'
    and cardinality(owned.conkey) = 1 and has_schema_privilege(relnamespace, 'usage')
    and has_table_privilege(owned.conrelid, 'select') and has_table_privilege(owned.conrelid, 'delete')
  order by (select count(*) from pg_constraint other where other.conrelid = owned.conrelid and other.contype = 'f') desc, name`

/** Deletes a batch of a person's rows from one of these tables. False if there may be more. */
export async function deleteOwned(db: Database, { name, column }: OwnedTable, userId: string): Promise<boolean> {
  // The names come from Postgres, quoted. `only`: a row of a child table may have the same ctid.
  const count = await db.$executeRawUnsafe(
    `delete from only ${name} where ${column} = $1::uuid and ctid = any(array(
      select ctid from only ${name} where ${column} = $1::uuid limit ${batchSize}))`,
    userId,
  )
  return count < batchSize
}

/** Deletes this person, with all their data. One who restored the account in the meantime keeps it. */
export const deleteLeft = async (db: Database, id: string, until: Date): Promise<void> => {
  await db.user.deleteMany({ where: { id, deletedAt: { lt: until } } })
}
