import type { Database, Transaction } from '@latchkey/database/client'
import type { Identity, User } from '@latchkey/database/models'
import { newId } from '../../platform/crypto/id.ts'

/** What identifies an account at a provider (OpenID Connect Core 1.0, section 2). Never an address or a name. */
export type Subject = Pick<Identity, 'issuer' | 'subject'>

export const find = (
  db: Database | Transaction,
  { issuer, subject }: Subject,
): Promise<(Identity & { user: User }) | null> =>
  db.identity.findUnique({ where: { issuer_subject: { issuer, subject } }, include: { user: true } })

/** The identities of a person, oldest first. */
export const list = (db: Database | Transaction, userId: string): Promise<Identity[]> =>
  db.identity.findMany({ where: { userId }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })

export const count = (db: Database | Transaction, userId: string): Promise<number> =>
  db.identity.count({ where: { userId } })

/** Adds an identity, used now. False if some account has it already; waits for a concurrent transaction that adds it. */
export async function insertOnce(
  tx: Transaction,
  identity: Pick<Identity, 'userId' | 'provider' | 'issuer' | 'subject' | 'email'>,
  now: Date,
): Promise<boolean> {
  const data = [{ ...identity, id: newId(now), createdAt: now, lastUsedAt: now }]
  const { count } = await tx.identity.createMany({ data, skipDuplicates: true })
  return count === 1
}

/** Notes the use of a person's identity. False if the person has none with this id. */
export async function noteUse(
  tx: Transaction,
  { id, userId, ...seen }: Pick<Identity, 'id' | 'userId' | 'provider' | 'email'>,
  now: Date,
): Promise<boolean> {
  const { count } = await tx.identity.updateMany({ where: { id, userId }, data: { ...seen, lastUsedAt: now } })
  return count === 1
}

/** Deletes an identity of a person, and returns it. Null if the person has none with this id. */
export async function remove(tx: Transaction, userId: string, id: string): Promise<Identity | null> {
  const found = await tx.identity.findUnique({ where: { id, userId } })
  if (found) await tx.identity.delete({ where: { id } })
  return found
}

/** Deletes the identities of a person that were linked at or after `since`, or `used` since then. Returns how many. */
export async function removeSince(
  tx: Transaction,
  userId: string,
  { since, used }: { since: Date; used: boolean },
): Promise<number> {
  const meant = [{ createdAt: { gte: since } }, ...(used ? [{ lastUsedAt: { gte: since } }] : [])]
  return (await tx.identity.deleteMany({ where: { userId, OR: meant } })).count
}

/** The latest rows of a person, newest first. */
export const findLatest = (db: Database, userId: string, count: number): Promise<Identity[]> =>
  db.identity.findMany({ where: { userId }, orderBy: { createdAt: 'desc' }, take: count })
