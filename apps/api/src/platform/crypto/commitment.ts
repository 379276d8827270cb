import { createHmac, randomBytes } from 'node:crypto'

/** What of an event is personal, and can be dropped without a trace in the chain. */
export interface Personal {
  readonly address: string | null
  readonly ip: string | null
  readonly userAgent: string | null
}

const saltLength = 32

/**
 * What stands for personal fields in the chain. It hides them, since the salt is as long as the hash: whoever has it alone cannot try
 * out addresses, and once the salt is dropped nobody can.
 */
export const commitmentOf = (salt: Uint8Array, { address, ip, userAgent }: Personal): Buffer<ArrayBuffer> =>
  createHmac('sha256', salt)
    .update(JSON.stringify([address, ip, userAgent]))
    .digest()

/** A new salt, and the commitment under it. */
export function commitTo(personal: Personal): { salt: Buffer<ArrayBuffer>; commitment: Buffer<ArrayBuffer> } {
  const salt = randomBytes(saltLength)
  return { salt, commitment: commitmentOf(salt, personal) }
}
