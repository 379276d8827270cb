import type { Database, Transaction } from '@latchkey/database/client'
import type { Device } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import { batchSize } from '../../platform/jobs/purge.ts'

type TokenHash = Device['tokenHash']

export const findByAny = (tx: Transaction, userId: string, tokenHashes: TokenHash[]): Promise<Device[]> =>
  tx.device.findMany({ where: { userId, tokenHash: { in: tokenHashes } } })

/** The known device of the account with this address. One query, whether or not the account exists. */
export const findKnown = (db: Database, email: string, held: TokenHash[]): Promise<Device | null> =>
  db.device.findFirst({ where: { tokenHash: { in: held }, revokedAt: null, user: { email } } })

/** The known device of a user that has one of these tokens. */
export const findKnownOfUser = (tx: Transaction, userId: string, held: TokenHash[]): Promise<Device | null> =>
  tx.device.findFirst({ where: { userId, tokenHash: { in: held }, revokedAt: null } })

export const findKnownById = (tx: Transaction, id: string): Promise<Device | null> =>
  tx.device.findUnique({ where: { id, revokedAt: null } })

export async function findOfSession(db: Database, sessionId: string): Promise<string | null> {
  const session = await db.session.findUnique({ where: { id: sessionId }, select: { deviceId: true } })
  return session?.deviceId ?? null
}

/** The latest rows of a user, newest first. */
export const findLatestOfUser = (db: Database, userId: string, count: number): Promise<Device[]> =>
  db.device.findMany({ where: { userId }, orderBy: { createdAt: 'desc' }, take: count })

/** How many devices are kept of a user. A program that claims another name each time would otherwise fill the table. */
const mostDevices = 200

/** Adds a known device. One too many takes the place of a revoked one, or else of the one that was used longest ago. */
export async function insert(tx: Transaction, userId: string, tokenHash: TokenHash, now: Date): Promise<Device> {
  await tx.$executeRaw`
    delete from devices where id in (
      select id from devices where user_id = ${userId}::uuid
      order by revoked_at is null desc, last_seen_at desc, id desc offset ${mostDevices - 1} limit ${batchSize})`
  return tx.device.create({ data: { userId, tokenHash, createdAt: now, lastSeenAt: now } })
}

/** Records the use of a known device, and its new token. */
export const renew = (tx: Transaction, id: string, tokenHash: TokenHash, now: Date) =>
  tx.device.update({ where: { id }, data: { tokenHash, lastSeenAt: now } })

/** Makes a device known again, with this hash. */
export const restore = (tx: Transaction, id: string, tokenHash: TokenHash, now: Date) =>
  tx.device.update({ where: { id }, data: { tokenHash, lastSeenAt: now, revokedAt: null } })

/** Revokes a user's known devices, or the selected ones; returns how many. */
export async function revoke(tx: Transaction, where: Which, now: Date): Promise<number> {
  return (await tx.device.updateMany({ where: { ...where, revokedAt: null }, data: { revokedAt: now } })).count
}

/** Revokes the next batch of everybody's known devices. Returns whose they are. */
export const revokeNext = (tx: Transaction, now: Date): Promise<Pick<Device, 'userId'>[]> => tx.$queryRaw`
  update devices set revoked_at = ${now} where id in (
    select id from devices where revoked_at is null order by id limit ${batchSize} for no key update)
  returning user_id as "userId"`

type Which = { userId: string; id?: string | { not: string } }

/** Deletes a batch of devices, known or revoked, that were last used before `until`. */
export const deleteDevices = ({ db }: Deps, until: Date): Promise<number> => db.$executeRaw`
  delete from devices where id in (
    select id from devices where last_seen_at < ${until} limit ${batchSize} for update skip locked)`
