import { createHmac, timingSafeEqual } from 'node:crypto'

type Keys = readonly Buffer[]

/**
 * Six digits that a person can type, for one use (`scope`), and what the database holds for them. The same `seed` gives the same
 * ones, so that a mail that is sent twice says one thing; nobody has them without the key. A hash without a key of
 * a million codes is undone in a moment, so it is an HMAC under a key that the database does not know.
 */
export function deriveCode(keys: Keys, scope: string, seed: string): { code: string; hash: Buffer<ArrayBuffer> } {
  const [key] = keys
  if (!key) throw new Error('There is no key to sign codes with.')
  // Of 48 bits, so that no code is likelier than another by more than one in hundreds of millions.
  const number = createHmac('sha256', key).update(`a code for ${scope} by ${seed}`).digest().readUIntBE(0, 6)
  const code = String(number % 1_000_000).padStart(6, '0')
  return { code, hash: hmacOf(key, scope, code) }
}

/** Whether `hash` was made of this code for this use, by whichever of the keys. */
export const isCodeOf = (keys: Keys, scope: string, code: string, hash: Uint8Array): boolean =>
  keys.some(key => timingSafeEqual(hmacOf(key, scope, code), hash))

const hmacOf = (key: Buffer, scope: string, code: string) =>
  createHmac('sha256', key).update(`${scope}:${code}`).digest()
