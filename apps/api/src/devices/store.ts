import type { Database, Transaction } from '@latchkey/database/client'
import type { Device } from '@latchkey/database/models'

type TokenHash = Device['tokenHash']

export const find = (tx: Transaction, userId: string, tokenHash: TokenHash): Promise<Device | null> =>
  tx.device.findUnique({ where: { userId_tokenHash: { userId, tokenHash } } })

/** The device of whoever has this address: one query, whether or not anybody has. */
export const findKnown = (db: Database, email: string, tokenHash: TokenHash): Promise<Device | null> =>
  db.device.findFirst({ where: { tokenHash, revokedAt: null, user: { email } } })

export const insert = (tx: Transaction, userId: string, tokenHash: TokenHash, now: Date): Promise<Device> =>
  tx.device.create({ data: { userId, tokenHash, createdAt: now, lastSeenAt: now } })

export const see = (tx: Transaction, id: string, now: Date) =>
  tx.device.update({ where: { id }, data: { lastSeenAt: now } })

export const revokeAll = (tx: Transaction, userId: string, now: Date) =>
  tx.device.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: now } })
