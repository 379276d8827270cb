import type { Database, Transaction } from '@latchkey/database/client'
import type { Challenge } from '@latchkey/database/models'
import { newestFirst, openAt } from './store.ts'

/** The newest open button of a kind of notice to a person at this address, opened at or after `since`. */
export const findNewestNotice = (
  tx: Transaction,
  { userId, address, name, since }: { userId: string; address: string; name: string; since: Date },
  now: Date,
): Promise<Challenge | null> =>
  tx.challenge.findFirst({
    where: {
      ...{ userId, address, purpose: 'not_me', createdAt: { gte: since } },
      payload: { path: ['notice'], equals: name },
      ...openAt(now),
    },
    orderBy: newestFirst,
  })

/** The oldest open reclaim of an address: for any account, for one person's account, or for all others. */
export const findReclaim = (
  db: Database | Transaction,
  which: { address: string; userId?: string | { not: string } },
  now: Date,
): Promise<Challenge | null> =>
  db.challenge.findFirst({
    where: { purpose: 'not_me', payload: { path: ['restores'], equals: true }, ...which, ...openAt(now) },
    orderBy: { createdAt: 'asc' },
  })

/** The addresses that can reclaim this person's account. */
export async function listReclaimAddresses(tx: Transaction, userId: string, now: Date): Promise<string[]> {
  const where = { userId, purpose: 'not_me', payload: { path: ['restores'], equals: true }, ...openAt(now) }
  const found = await tx.challenge.groupBy({ by: ['address'], where })
  return found.flatMap(({ address }) => address ?? [])
}

/**
 * A person's open challenges: all that are not buttons of security mails, the buttons mailed to `address` that restore no address, and
 * all created at or after `since`. A removal of all factors is the caller's own decision.
 */
const allButEarlier = (userId: string, { address, since }: ButEarlier, now: Date) => ({
  userId,
  ...openAt(now),
  OR: [
    { purpose: { notIn: ['not_me', 'keep', 'factor_reset', 'keep_factors'] } },
    { address, payload: { path: ['restores'], equals: false } },
    ...(since === undefined ? [] : [{ createdAt: { gte: since }, purpose: { not: 'factor_reset' } }]),
  ],
})
type ButEarlier = { address: string; since: Date | undefined }

/** Closes them, except the buttons of some kinds of notice. */
export async function closeAllButEarlier(
  tx: Transaction,
  userId: string,
  { except, ...by }: ButEarlier & { except: readonly string[] },
  now: Date,
): Promise<void> {
  const where = { userId, purpose: 'not_me', ...openAt(now), OR: noticesNamed(except) }
  const kept = except.length > 0 ? await tx.challenge.findMany({ where, select: { id: true } }) : []
  await tx.challenge.updateMany({
    where: { ...allButEarlier(userId, by, now), id: { notIn: kept.map(({ id }) => id) } },
    data: { usedAt: now },
  })
}

const noticesNamed = (names: readonly string[]) => names.map(name => ({ payload: { path: ['notice'], equals: name } }))

/** When the first of a person's open buttons of some kinds of notice was opened. */
export async function findFirstNotice(
  tx: Transaction,
  userId: string,
  names: readonly string[],
  now: Date,
): Promise<Date | null> {
  const where = { userId, purpose: 'not_me', ...openAt(now), OR: noticesNamed(names) }
  return (await tx.challenge.aggregate({ where, _min: { createdAt: true } }))._min.createdAt
}
