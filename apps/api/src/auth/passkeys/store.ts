import type { Database, Transaction } from '@latchkey/database/client'
import type { Passkey } from '@latchkey/database/models'

export type NewPasskey = Omit<Passkey, 'lastUsedAt'>

/** @throws a unique violation if the credential belongs to an account already */
export const insert = (tx: Transaction, passkey: NewPasskey): Promise<Passkey> => tx.passkey.create({ data: passkey })

export const findByCredential = (
  db: Database | Transaction,
  which: { credentialId: Passkey['credentialId']; rpId: string; userId?: string },
): Promise<Passkey | null> => db.passkey.findUnique({ where: which })

/** A person's passkeys, oldest first. */
export const list = (db: Database | Transaction, where: { userId: string; rpId?: string }): Promise<Passkey[]> =>
  db.passkey.findMany({ where, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })

export const count = (tx: Transaction, userId: string): Promise<number> => tx.passkey.count({ where: { userId } })

interface Use {
  readonly id: string
  readonly userId: string
  readonly counter: bigint
  readonly isSynced: boolean
  readonly userVerified: boolean
  readonly isDiscoverable: boolean
}

/**
 * Notes a use, if the counter has moved on. An authenticator that does not count always says zero. Of many parallel uses of one
 * counter only one gets true: the row is the lock.
 */
export async function moveCounter(tx: Transaction, { counter, ...use }: Use, now: Date): Promise<boolean> {
  const isAhead = counter === 0n ? { counter: 0n } : { counter: { lt: counter } }
  return noteUse(tx, use, { counter }, isAhead, now)
}

/** Notes a use whose counter went back. The highest counter stays. False if the person no longer has this passkey. */
export const noteUncounted = (tx: Transaction, { counter: _, ...use }: Use, now: Date): Promise<boolean> =>
  noteUse(tx, use, {}, {}, now)

async function noteUse(
  tx: Transaction,
  { id, userId, isSynced, userVerified, isDiscoverable }: Omit<Use, 'counter'>,
  data: { counter?: bigint },
  where: { counter?: bigint | { lt: bigint } },
  now: Date,
): Promise<boolean> {
  const { count } = await tx.passkey.updateMany({
    where: { id, userId, ...where },
    // Once it has checked the person it can (WebAuthn level 3, section 7.2, step 24). Once it was found, it is discoverable.
    data: {
      ...{ ...data, isSynced, lastUsedAt: now },
      ...(userVerified && { userVerified }),
      ...(isDiscoverable && { isDiscoverable }),
    },
  })
  return count === 1
}

export const exists = async (tx: Transaction, { id, userId }: { id: string; userId: string }): Promise<boolean> =>
  (await tx.passkey.count({ where: { id, userId } })) === 1

export async function rename(tx: Transaction, userId: string, id: string, name: string): Promise<boolean> {
  return (await tx.passkey.updateMany({ where: { id, userId }, data: { name } })).count === 1
}

export async function remove(tx: Transaction, userId: string, id: string): Promise<boolean> {
  return (await tx.passkey.deleteMany({ where: { id, userId } })).count === 1
}

/** Removes the person's passkeys that were added at or after `since`. Returns how many. */
export async function removeSince(tx: Transaction, userId: string, since: Date): Promise<number> {
  return (await tx.passkey.deleteMany({ where: { userId, createdAt: { gte: since } } })).count
}
