import type { Database, Transaction } from '@latchkey/database/client'
import type { Challenge } from '@latchkey/database/models'

export type Bytes = Uint8Array<ArrayBuffer>
export type NewChallenge = Pick<Challenge, 'purpose' | 'createdAt' | 'expiresAt'> & {
  userId?: string
  address?: string
  secretHash?: Bytes
  browserHash?: Bytes
  payload: object
}

/** Open: neither used nor expired. */
const openAt = (now: Date) => ({ usedAt: null, expiresAt: { gt: now } })

export const insert = (tx: Transaction, challenge: NewChallenge): Promise<Challenge> =>
  tx.challenge.create({ data: challenge })

export const findOpen = (db: Database | Transaction, purpose: string, secretHash: Bytes, now: Date) =>
  db.challenge.findUnique({ where: { secretHash, purpose, ...openAt(now) } })

export const findOpenById = (db: Database, purpose: string, id: string, now: Date) =>
  db.challenge.findUnique({ where: { id, purpose, ...openAt(now) } })

export async function setSecret(db: Database, id: string, secretHash: Bytes, now: Date): Promise<boolean> {
  const { count } = await db.challenge.updateMany({ where: { id, ...openAt(now) }, data: { secretHash } })
  return count === 1
}

/** Closes a challenge: of many who try at once, one gets it, since the row itself is the lock. */
export async function close(tx: Transaction, id: string, now: Date): Promise<boolean> {
  const { count } = await tx.challenge.updateMany({ where: { id, ...openAt(now) }, data: { usedAt: now } })
  return count === 1
}

export const closeAllOfUser = (tx: Transaction, userId: string, purposes: readonly string[], now: Date) =>
  tx.challenge.updateMany({
    where: { userId, purpose: { in: [...purposes] }, ...openAt(now) },
    data: { usedAt: now },
  })
