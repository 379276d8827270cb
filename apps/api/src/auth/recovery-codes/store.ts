import type { Database, Transaction } from '@latchkey/database/client'
import type { RecoveryCode } from '@latchkey/database/models'
import { batchSize } from '../../platform/jobs/purge.ts'

export async function replaceAll(tx: Transaction, userId: string, codeHashes: RecoveryCode['codeHash'][], now: Date) {
  await tx.recoveryCode.deleteMany({ where: { userId } })
  await tx.recoveryCode.createMany({ data: codeHashes.map(codeHash => ({ userId, codeHash, createdAt: now })) })
}

/** Uses up the code with one of these hashes. Of many parallel uses only one gets true. */
export async function take(
  tx: Transaction,
  userId: string,
  codeHashes: RecoveryCode['codeHash'][],
  now: Date,
): Promise<boolean> {
  const { count } = await tx.recoveryCode.updateMany({
    where: { userId, codeHash: { in: codeHashes }, usedAt: null },
    data: { usedAt: now },
  })
  return count === 1
}

export const countLeft = (db: Database | Transaction, userId: string): Promise<number> =>
  db.recoveryCode.count({ where: { userId, usedAt: null } })

export const listAll = (db: Database | Transaction, userId: string): Promise<RecoveryCode[]> =>
  db.recoveryCode.findMany({ where: { userId }, orderBy: [{ usedAt: 'asc' }, { codeHash: 'asc' }] })

/** Removes the codes that were made at or after `since`. Returns how many. */
export async function removeSince(tx: Transaction, userId: string, since: Date): Promise<number> {
  return (await tx.recoveryCode.deleteMany({ where: { userId, createdAt: { gte: since } } })).count
}

/** Uses up all codes of the next people. Returns whose they are. */
export const voidNext = (tx: Transaction, now: Date): Promise<Pick<RecoveryCode, 'userId'>[]> => tx.$queryRaw`
  update recovery_codes set used_at = ${now} where used_at is null and user_id in (
    select distinct user_id from recovery_codes where used_at is null order by user_id limit ${batchSize})
  returning user_id as "userId"`

export const removeAll = (tx: Transaction, userId: string) => tx.recoveryCode.deleteMany({ where: { userId } })
