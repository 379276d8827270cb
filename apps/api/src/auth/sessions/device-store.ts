import type { Database, Prepared, Statement, Transaction } from '@latchkey/database/client'
import type { Device } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import { batchSize } from '../../platform/jobs/purge.ts'

type TokenHash = Device['tokenHash']

const knownDevice: Statement = {
  name: 'known device',
  text: `
    select d.id, d.user_id as "userId", d.token_hash as "tokenHash" from devices d join users u on u.id = d.user_id
    where u.email = $1 and d.token_hash = any ($2::bytea[]) and d.revoked_at is null limit 1`,
}

export type KnownDevice = Pick<Device, 'id' | 'userId' | 'tokenHash'>

/** The known device of the account with this address. One query, whether or not the account exists. */
export async function findKnown(prepared: Prepared, email: string, held: TokenHash[]): Promise<KnownDevice | null> {
  const [device] = await prepared<KnownDevice>(knownDevice, [email, held])
  return device ?? null
}

const knownDeviceOfAnyone: Statement = {
  name: 'known device of anyone',
  text: `
    select id, user_id as "userId", token_hash as "tokenHash" from devices
    where token_hash = any ($1::bytea[]) and revoked_at is null order by id limit 1`,
}

/** The first device with one of these token hashes that is known to any account. */
export async function findKnownOfAnyone(prepared: Prepared, held: TokenHash[]): Promise<KnownDevice | null> {
  const [device] = await prepared<KnownDevice>(knownDeviceOfAnyone, [held])
  return device ?? null
}

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

/** A device that was in use before, with its token hash and status until now. */
export interface Renewed {
  readonly id: string
  readonly formerHash: Uint8Array
  readonly wasRevoked: boolean
}

/**
 * Records the use of the device of a user that has one of these token hashes, preferably `hash` itself. It gets `hash`, and is known
 * from then on. Null if there is none. A revoked device is found only if `orRevoked`.
 */
export async function renewHeld(
  prepared: Prepared,
  { userId, held, hash, orRevoked }: { userId: string; held: TokenHash[]; hash: TokenHash; orRevoked: boolean },
  now: Date,
): Promise<Renewed | null> {
  const [renewed] = await prepared<Renewed>(renewedDevice, [userId, held, hash, orRevoked, now])
  return renewed ?? null
}

const renewedDevice: Statement = {
  name: 'renew device',
  text: `
    update devices set token_hash = $3, last_seen_at = $5, revoked_at = null
    from (
      select id, token_hash, revoked_at from devices
      where user_id = $1 and token_hash = any($2::bytea[]) and (revoked_at is null or $4)
      order by token_hash = $3 desc limit 1
    ) as former
    where devices.id = former.id and (devices.revoked_at is null or $4)
    returning devices.id, former.token_hash as "formerHash", former.revoked_at is not null as "wasRevoked"`,
}

/** Records the use of a known device, and its new token. */
export const renew = (tx: Transaction, id: string, tokenHash: TokenHash, now: Date) =>
  tx.device.update({ where: { id }, data: { tokenHash, lastSeenAt: now } })

/** Lets sign-ins on a device do without a second factor until then; null: no longer. */
export const setTrust = (tx: Transaction, id: string, until: Date | null) =>
  tx.device.update({ where: { id }, data: { trustedUntil: until } })

/** The known device of a user with one of these token hashes that is trusted at `now`. */
export const findTrusted = (tx: Transaction, userId: string, held: TokenHash[], now: Date): Promise<Device | null> =>
  tx.device.findFirst({ where: { userId, tokenHash: { in: held }, revokedAt: null, trustedUntil: { gt: now } } })

/** Ends the trust in a user's devices. */
export const distrust = (tx: Transaction, userId: string) =>
  tx.device.updateMany({ where: { userId, trustedUntil: { not: null } }, data: { trustedUntil: null } })

export const setName = (tx: Transaction, id: string, name: string | null): Promise<Device> =>
  tx.device.update({ where: { id }, data: { name } })

/** Those of these devices that are still kept. */
export const findKept = (db: Database, userId: string, ids: string[]): Promise<Device[]> =>
  db.device.findMany({ where: { userId, id: { in: ids } } })

/** Revokes a user's known devices, or the selected ones; returns how many. */
export async function revoke(tx: Transaction, where: Which, now: Date): Promise<number> {
  return (await tx.device.updateMany({ where: { ...where, revokedAt: null }, data: { revokedAt: now } })).count
}

/** Revokes the next batch of everybody's known devices, and ends the trust in them. Returns whose they are. */
export const revokeNext = (tx: Transaction, now: Date): Promise<Pick<Device, 'userId'>[]> => tx.$queryRaw`
  update devices set revoked_at = ${now}, trusted_until = null where id in (
    select id from devices where revoked_at is null order by id limit ${batchSize} for no key update)
  returning user_id as "userId"`

type Which = { userId: string; id?: string | { not: string } }

/** Deletes a batch of devices, known or revoked, that were last used before `until`. */
export const deleteDevices = ({ db }: Deps, until: Date): Promise<number> => db.$executeRaw`
  delete from devices where id in (
    select id from devices where last_seen_at < ${until} limit ${batchSize} for update skip locked)`
