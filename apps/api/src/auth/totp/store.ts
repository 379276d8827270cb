import type { Database, Transaction } from '@latchkey/database/client'
import type { TotpApp } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import { batchSize } from '../../platform/jobs/purge.ts'

export type NewApp = Pick<TotpApp, 'id' | 'userId' | 'name' | 'secret' | 'createdAt'>

export const insert = (tx: Transaction, app: NewApp): Promise<TotpApp> => tx.totpApp.create({ data: app })

const active = { activatedAt: { not: null } } as const

/** The person's apps, oldest first. An app that is not active yet proves nothing. */
export const listActive = (db: Database | Transaction, userId: string): Promise<TotpApp[]> =>
  db.totpApp.findMany({ where: { userId, ...active }, orderBy: { createdAt: 'asc' } })

export const findPending = (tx: Transaction, userId: string, id: string, since: Date): Promise<TotpApp | null> =>
  tx.totpApp.findUnique({ where: { id, userId, activatedAt: null, createdAt: { gt: since } } })

export const removePending = (tx: Transaction, userId: string) =>
  tx.totpApp.deleteMany({ where: { userId, activatedAt: null } })

/** Uses up a step of an app, and all steps before it. Of many parallel uses of one code only one gets true: the row is the lock. */
export async function takeStep(tx: Transaction, id: string, step: bigint, now: Date): Promise<boolean> {
  const { count } = await tx.totpApp.updateMany({
    where: { id, lastStep: { lt: step } },
    data: { lastStep: step, lastUsedAt: now },
  })
  return count === 1
}

export const activate = (tx: Transaction, id: string, now: Date) =>
  tx.totpApp.update({ where: { id }, data: { activatedAt: now } })

export const setSecret = (tx: Transaction, id: string, secret: TotpApp['secret']) =>
  tx.totpApp.update({ where: { id }, data: { secret } })

export async function rename(tx: Transaction, userId: string, id: string, name: string): Promise<boolean> {
  return (await tx.totpApp.updateMany({ where: { id, userId, ...active }, data: { name } })).count === 1
}

export async function remove(tx: Transaction, userId: string, id: string): Promise<boolean> {
  return (await tx.totpApp.deleteMany({ where: { id, userId, ...active } })).count === 1
}

/**
 * Removes the person's apps that were activated at or after `since`, and those that wait for their first code. The mail about an app is
 * written when it is activated, so the time of its QR code would be too early. Returns how many.
 */
export async function removeSince(tx: Transaction, userId: string, since: Date): Promise<number> {
  await tx.totpApp.deleteMany({ where: { userId, activatedAt: null } })
  return (await tx.totpApp.deleteMany({ where: { userId, activatedAt: { gte: since } } })).count
}

/** Deletes apps that were never activated. Returns how many. */
export const deletePending = ({ db }: Deps, until: Date): Promise<number> => db.$executeRaw`
  delete from totp_apps where id in (
    select id from totp_apps where activated_at is null and created_at < ${until} limit ${batchSize} for update skip locked)`
