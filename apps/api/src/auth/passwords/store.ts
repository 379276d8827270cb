import type { Database, Transaction } from '@latchkey/database/client'
import type { User } from '@latchkey/database/models'

const selected = { id: true, email: true, name: true } as const
/** Only the fields that the queries below select, so that the compiler promises no others. */
export type KnownUser = Pick<User, keyof typeof selected>
type UserWithHash = KnownUser & { hash: string | null; changedAt: Date | null }

/**
 * Finds a user and the hash of their password. The hash is null if the account is deleted or the password is disabled. It is also
 * null if the password is refused to strangers and `isKnown` is false. Always one query, also for an unknown address.
 */
export async function findUserWithHash(
  db: Database,
  email: string,
  { isKnown }: { isKnown: boolean },
): Promise<UserWithHash | null> {
  const [row] = await db.$queryRaw<UserWithHash[]>`
    select u.id, u.email, u.name, p.hash, p.changed_at as "changedAt"
    from users u left join passwords p on p.user_id = u.id and p.disabled_at is null and u.deleted_at is null
      and (${isKnown} or p.strangers_refused_at is null)
    where u.email = ${email}`
  return row ?? null
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

export const upsertPassword = (tx: Transaction, userId: string, hash: string, changedAt: Date) =>
  tx.password.upsert({
    where: { userId },
    create: { userId, hash, changedAt },
    update: { hash, changedAt, disabledAt: null, strangersRefusedAt: null },
  })

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
export const hasHash = async (tx: Transaction, userId: string, verified: string): Promise<boolean> =>
  (await tx.password.count({ where: { userId, hash: verified, disabledAt: null } })) === 1

/** Whether this person's password is the one set at `changedAt`, even if its hash was renewed since. */
export const hasPasswordOf = async (tx: Transaction, userId: string, changedAt: Date): Promise<boolean> =>
  (await tx.password.count({ where: { userId, changedAt, disabledAt: null } })) === 1
