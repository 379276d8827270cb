import type { Database, Prepared, Statement, Transaction } from '@latchkey/database/client'
import type { Password, User } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import { batchSize } from '../../platform/jobs/purge.ts'

const selected = { id: true, email: true, name: true } as const
/** Only the fields that the queries below select, so that the compiler promises no others. */
export type KnownUser = Pick<User, keyof typeof selected>
type UserWithHash = KnownUser & { hash: string | null; changedAt: Date | null }

/**
 * Finds a user and the hash of their password. The hash is null if the account is deleted or the password is disabled. It is also
 * null if the password is refused to strangers and `isKnown` is false. Always one query, also for an unknown address.
 */
export async function findUserWithHash(
  prepared: Prepared,
  email: string,
  { isKnown }: { isKnown: boolean },
): Promise<UserWithHash | null> {
  const [row] = await prepared<UserWithHash>(userWithHash, [email, isKnown])
  return row ?? null
}

const userWithHash: Statement = {
  name: 'user with hash',
  text: `
    select u.id, u.email, u.name, p.hash, p.changed_at as "changedAt"
    from users u left join passwords p on p.user_id = u.id and p.disabled_at is null and u.deleted_at is null
      and ($2::boolean or p.strangers_refused_at is null)
    where u.email = $1`,
}

/** The same for a user who is known by their session. Null also without a usable password. */
export async function findUserWithHashById(db: Database, id: string): Promise<UserWithHash | null> {
  const found = await db.password.findUnique({
    where: { userId: id, disabledAt: null },
    include: { user: { select: selected } },
  })
  return found && { ...found.user, hash: found.hash, changedAt: found.changedAt }
}

/** What may be shown of a person's password. */
export const findWithoutHash = (db: Database, userId: string) =>
  db.password.findUnique({
    where: { userId },
    select: { changedAt: true, disabledAt: true, strangersRefusedAt: true },
  })

/** The hashes of those of these people whose password works everywhere. */
export const listUsable = (db: Database, userIds: string[]): Promise<Pick<Password, 'userId' | 'hash'>[]> =>
  db.password.findMany({
    where: { userId: { in: userIds }, disabledAt: null, strangersRefusedAt: null },
    select: { userId: true, hash: true },
  })

export const upsertPassword = (tx: Transaction, userId: string, hash: string, changedAt: Date) =>
  tx.password.upsert({
    where: { userId },
    create: { userId, hash, changedAt },
    update: { hash, changedAt, disabledAt: null, strangersRefusedAt: null },
  })

/** Adds the passwords of new people by one statement, however many. */
export const insertPasswords = (tx: Transaction, passwords: readonly Pick<Password, 'userId' | 'hash'>[], now: Date) =>
  tx.$executeRaw`
    insert into passwords (user_id, hash, changed_at) select "userId", hash, ${now}
    from jsonb_to_recordset(${JSON.stringify(passwords)}::jsonb) as added ("userId" uuid, hash text)`

export const remove = (tx: Transaction, userId: string) => tx.password.deleteMany({ where: { userId } })

export const isUsable = async (tx: Transaction, userId: string): Promise<boolean> =>
  (await tx.password.count({ where: { userId, disabledAt: null } })) === 1

/** Sets since when a password is refused. False if it already is, if there is none, or if it was chosen later. */
export async function mark(
  tx: Transaction,
  userId: string,
  since: 'disabledAt' | 'strangersRefusedAt',
  now: Date,
  chosenBefore?: Date,
): Promise<boolean> {
  const where = { userId, disabledAt: null, [since]: null, ...(chosenBefore && { changedAt: { lt: chosenBefore } }) }
  return (await tx.password.updateMany({ where, data: { [since]: now } })).count === 1
}

/** Replaces `verified` with another hash of the same password. False if the password is no longer the verified one. */
export async function exchangeHash(tx: Transaction, userId: string, verified: string, hash: string): Promise<boolean> {
  const { count } = await tx.password.updateMany({
    where: { userId, hash: verified, disabledAt: null },
    data: { hash },
  })
  return count === 1
}

/** Whether `verified` is still the hash of this person's password. */
export const hasHash = async (prepared: Prepared, userId: string, verified: string): Promise<boolean> =>
  (await prepared(presentHash, [userId, verified])).length === 1

const presentHash: Statement = {
  name: 'has hash',
  text: 'select 1 as one from passwords where user_id = $1 and hash = $2 and disabled_at is null',
}

/** Whether this person's password is the one set at `changedAt`, even if its hash was renewed since. */
export const hasPasswordOf = async (tx: Transaction, userId: string, changedAt: Date): Promise<boolean> =>
  (await tx.password.count({ where: { userId, changedAt, disabledAt: null } })) === 1

/** Each costs a hash when a person chooses a password. */
const mostFormer = 5

/**
 * Keeps the hash of a person's password before it is replaced. It is refused from then on if it was disabled. If five are kept that may
 * still be reported, no more are: a thief who goes on changing the password must not push the owner's one out.
 */
export const keepFormer = (tx: Transaction, userId: string, now: Date): Promise<number> => tx.$executeRaw`
  insert into former_passwords (user_id, hash, replaced_at, refused_at)
  select user_id, hash, ${now}::timestamptz, case when disabled_at is not null then ${now}::timestamptz end
  from passwords where user_id = ${userId}::uuid and (disabled_at is not null or ${mostFormer} > (
    select count(*) from former_passwords where user_id = ${userId}::uuid and refused_at is null))
  on conflict do nothing`

/** Refuses all kept passwords of a person. */
export const refuseFormer = (tx: Transaction, userId: string, now: Date) =>
  tx.formerPassword.updateMany({ where: { userId, refusedAt: null }, data: { refusedAt: now } })

/** The present password of a person, usable or disabled, and the latest that are refused. */
export const findRefused = (db: Database, userId: string): Promise<{ hash: string; isUsable: boolean }[]> =>
  db.$queryRaw`
    select hash, disabled_at is null as "isUsable" from passwords where user_id = ${userId}::uuid
    union all (select hash, false from former_passwords where user_id = ${userId}::uuid and refused_at is not null
      order by refused_at desc, replaced_at limit ${mostFormer})`

/** When the former passwords of a person were replaced and refused, oldest first. */
export const findFormer = (db: Database, userId: string) =>
  db.formerPassword.findMany({
    where: { userId },
    select: { replacedAt: true, refusedAt: true },
    orderBy: { replacedAt: 'asc' },
  })

const deleteFormer =
  (isRefused: boolean) =>
  ({ db }: Deps, until: Date): Promise<number> =>
    db.$executeRaw`
    delete from former_passwords where (user_id, hash) in (
      select user_id, hash from former_passwords
      where replaced_at < ${until} and (refused_at is not null) = ${isRefused} limit ${batchSize} for update skip locked)`

export const deleteUnreported = deleteFormer(false)
export const deleteRefused = deleteFormer(true)
