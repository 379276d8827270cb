import type { Database, Transaction } from '@latchkey/database/client'
import type { Challenge, User } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import { batchSize } from '../../platform/jobs/purge.ts'

export type Bytes = Uint8Array<ArrayBuffer>
export type NewChallenge = Pick<Challenge, 'purpose' | 'createdAt' | 'expiresAt'> & {
  id?: string
  userId?: string
  address?: string
  secretHash?: Bytes
  browserHash?: Bytes
  payload: object
}

/** Open: neither used nor expired. */
export const openAt = (now: Date) => ({ usedAt: null, expiresAt: { gt: now } })
export const newestFirst = [{ createdAt: 'desc' as const }, { id: 'desc' as const }]

export const insert = (tx: Database | Transaction, challenge: NewChallenge): Promise<Challenge> =>
  tx.challenge.create({ data: challenge })

export const findOpen = (db: Database | Transaction, purpose: string, secretHash: Bytes, now: Date) =>
  db.challenge.findUnique({ where: { secretHash, purpose, ...openAt(now) } })

/** The challenge of a secret that is open, or was finished by this secret. */
export const findOpenOrFinished = (db: Database, purpose: string, secretHash: Bytes, now: Date) =>
  db.challenge.findUnique({
    where: { secretHash, purpose, expiresAt: { gt: now }, OR: [{ usedAt: null }, finishedBySecret] },
  })

/** What `finish` leaves. A challenge that was voided does not have it. */
const finishedBySecret = { payload: { path: ['finished'], equals: true } }

/** Closes a challenge, empties its payload, such as the password of a sign-up, and marks it as used by its own secret. */
export async function finish(tx: Transaction, id: string, now: Date): Promise<boolean> {
  const data = { usedAt: now, payload: { finished: true } }
  const { count } = await tx.challenge.updateMany({ where: { id, ...openAt(now) }, data })
  return count === 1
}

/** Whether a challenge was used by its own secret. */
export const isFinished = async (tx: Transaction, id: string): Promise<boolean> =>
  (await tx.challenge.findUnique({ where: { id, ...finishedBySecret } })) !== null

export const findOpenById = (db: Database | Transaction, purposes: readonly string[], id: string, now: Date) =>
  db.challenge.findUnique({ where: { id, purpose: { in: [...purposes] }, ...openAt(now) } })

export const findOpenOfBrowser = (
  db: Database,
  purpose: string,
  which: { browserHash: Bytes; address?: string },
  now: Date,
) => db.challenge.findUnique({ where: { purpose, ...which, ...openAt(now) } })

export const findNewestOpen = (
  db: Database | Transaction,
  which: { purpose: string; address: string } | { purpose: string; userId: string },
  now: Date,
): Promise<Challenge | null> => db.challenge.findFirst({ where: { ...which, ...openAt(now) }, orderBy: newestFirst })

/** A batch of everybody's open challenges of a purpose that end by `until`, the first to end first: those after `after`. */
export const listEnding = (
  db: Database,
  { purpose, step, until, after }: { purpose: string; step?: string; until: Date; after?: Challenge | undefined },
  now: Date,
): Promise<Challenge[]> =>
  db.challenge.findMany({
    where: {
      purpose,
      usedAt: null,
      expiresAt: { gt: now, lte: until },
      ...(after && {
        OR: [{ expiresAt: { gt: after.expiresAt } }, { expiresAt: after.expiresAt, id: { gt: after.id } }],
      }),
      ...(step !== undefined && { payload: { path: ['step'], equals: step } }),
    },
    orderBy: [{ expiresAt: 'asc' }, { id: 'asc' }],
    take: batchSize,
  })

export const setPayload = (tx: Transaction, id: string, payload: object) =>
  tx.challenge.update({ where: { id }, data: { payload } })

/** The latest challenges of a person, newest first, including the sign-ups for their address. */
export const listOfUser = (
  db: Database,
  { id, email }: Pick<User, 'id' | 'email'>,
  count: number,
): Promise<Challenge[]> =>
  db.challenge.findMany({
    where: { OR: [{ userId: id }, { purpose: 'sign_up', userId: null, address: email }] },
    orderBy: { createdAt: 'desc' },
    take: count,
  })

/** Sets or replaces the secrets of a challenge. False if it is not open. */
export async function arm(
  db: Database | Transaction,
  id: string,
  secrets: { secretHash?: Bytes; codeHash?: Bytes; codeExpiresAt?: Date; tries?: number },
  now: Date,
): Promise<boolean> {
  const { count } = await db.challenge.updateMany({ where: { id, ...openAt(now) }, data: secrets })
  return count === 1
}

/** Gives a challenge of this address its code and its person. False if it is not open, or ends before the code does. */
export async function armCode(
  tx: Transaction,
  which: { id: string; address: string },
  code: { userId: string; codeHash: Bytes; codeExpiresAt: Date },
  now: Date,
): Promise<boolean> {
  const where = { ...which, purpose: 'email_code', ...openAt(now), expiresAt: { gte: code.codeExpiresAt } }
  const { count } = await tx.challenge.updateMany({ where, data: code })
  return count === 1
}

/** Inserts a challenge unless its secret already exists. */
export const insertOnce = (db: Database, challenge: NewChallenge) =>
  db.challenge.createMany({ data: [challenge], skipDuplicates: true })

/** Five attempts at a million possible codes, for each mailed code. */
const mostAttempts = 5

/** Counts an attempt at the code of an open challenge and returns it. Null if there is none, or no attempt is left. */
export async function countAttempt(
  db: Database,
  which: { purpose: string; browserHash: Bytes } | { purpose: string; id: string },
  now: Date,
): Promise<Challenge | null> {
  const where = { ...which, tries: { lt: mostAttempts }, ...openAt(now) }
  const [challenge] = await db.challenge.updateManyAndReturn({ where, data: { tries: { increment: 1 } } })
  return challenge ?? null
}

export const giveAttemptBack = (db: Database, id: string) =>
  db.challenge.updateMany({ where: { id, tries: { gt: 0 } }, data: { tries: { decrement: 1 } } })

/** Closes a challenge. Of many parallel requests only one gets true, since the row itself is the lock. */
export async function close(tx: Database | Transaction, id: string, now: Date): Promise<boolean> {
  const { count } = await tx.challenge.updateMany({ where: { id, ...openAt(now) }, data: { usedAt: now } })
  return count === 1
}

/** A sign-up of this browser whose own secret was used since then. */
export const findFinished = (db: Database, browserHash: Bytes, since: Date) =>
  db.challenge.findUnique({
    where: { purpose: 'sign_up', browserHash, usedAt: { gt: since }, ...finishedBySecret },
  })

export const closeAllOfUser = (
  tx: Transaction,
  userId: string,
  { purposes, openedBy }: { purposes: readonly string[]; openedBy: Date | undefined },
  now: Date,
) =>
  tx.challenge.updateMany({
    where: {
      userId,
      purpose: { in: [...purposes] },
      ...openAt(now),
      ...(openedBy && { createdAt: { lte: openedBy } }),
    },
    data: { usedAt: now },
  })

/** Closes the next batch of everybody's open challenges. Returns whose they are. */
export const closeNext = (
  db: Database | Transaction,
  purposes: readonly string[],
  now: Date,
): Promise<Pick<Challenge, 'userId'>[]> => db.$queryRaw`
  update challenges set used_at = ${now} where id in (
    select id from challenges where purpose = any(${[...purposes]}) and used_at is null and expires_at > ${now}
    order by id limit ${batchSize} for no key update)
  returning user_id as "userId"`

export const closeAllOfAddresses = (tx: Transaction, purpose: string, addresses: string[], now: Date) =>
  tx.$executeRaw`
    update challenges set used_at = ${now}
    where purpose = ${purpose} and address = any(${addresses}) and used_at is null and expires_at > ${now}`

/** Removes the secrets of all open challenges of a purpose for these addresses. The challenges stay open. */
export const disarmAllOfAddresses = (tx: Transaction, purpose: string, addresses: string[], now: Date) =>
  tx.$executeRaw`
    update challenges set secret_hash = null
    where purpose = ${purpose} and address = any(${addresses}) and used_at is null and expires_at > ${now}`

/** Deletes challenges that expired before `until`, used or not. Returns how many. */
export const deleteChallenges = ({ db }: Deps, until: Date): Promise<number> => db.$executeRaw`
  delete from challenges where id in (
    select id from challenges where expires_at < ${until} limit ${batchSize} for update skip locked)`

/** Deletes what a visitor began, with a passkey, a provider or by a mailed code, and that expired before `until`. Anybody can begin it. Returns how many. */
export const deleteOfVisitors = ({ db }: Deps, until: Date): Promise<number> => db.$executeRaw`
  delete from challenges where id in (
    select id from challenges where purpose in ('passkey', 'sign_up_passkey', 'email_code', 'provider', 'link', 'parked', 'provider_code') and expires_at < ${until}
    limit ${batchSize} for update skip locked)`

/** How long a browser can learn that its sign-up was finished in another one. */
export const finishedForMs = 3_600_000

/** Deletes sign-ups that expired before `until` or were closed; a finished one, which has no password, an hour later. Returns how many. */
export function deleteSignUps({ db }: Deps, until: Date): Promise<number> {
  const finished = new Date(until.getTime() - finishedForMs)
  return db.$executeRaw`
    delete from challenges where id in (
      select id from challenges where purpose = 'sign_up' and (
        expires_at < ${until} or (used_at is not null and (payload -> 'finished' is null or used_at < ${finished})))
      limit ${batchSize} for update skip locked)`
}
