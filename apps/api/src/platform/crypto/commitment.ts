import { createHmac, randomBytes } from 'node:crypto'

/** What an event is committed to: its personal fields, which can be deleted without a change to the chain, and its actor. */
export interface Personal {
  readonly address: string | null
  readonly ip: string | null
  readonly userAgent: string | null
  /** The admin who did it. It stays when the others are deleted. */
  readonly actorId: string | null
}

const saltLength = 32

/**
 * The commitment that replaces personal fields in the chain. The salt is as long as the hash, so no one can guess the fields from the
 * commitment alone. Once the salt is deleted, no one can guess them at all.
 */
export const commitmentOf = (salt: Uint8Array, { address, ip, userAgent, actorId }: Personal): Buffer<ArrayBuffer> =>
  createHmac('sha256', salt)
    // Without an actor as before there were any, so that old events stay proven.
    .update(JSON.stringify([address, ip, userAgent, ...(actorId === null ? [] : [actorId])]))
    .digest()

/** A new salt, and the commitment with it. */
export function commitTo(personal: Personal): { salt: Buffer<ArrayBuffer>; commitment: Buffer<ArrayBuffer> } {
  const salt = randomBytes(saltLength)
  return { salt, commitment: commitmentOf(salt, personal) }
}
