import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'
import type { Keys } from './keys.ts'

/**
 * A code of six digits for one use (`scope`), and the hash of it that the database stores. The same `seed` gives the same code, so a
 * mail that is sent twice has one code. The hash is an HMAC with a key outside the database: a plain hash of a million possible codes
 * can be reversed in a moment.
 * @throws when there is no key
 */
export function deriveCode(keys: Keys, scope: string, seed: string): { code: string; hash: Buffer<ArrayBuffer> } {
  const [key] = keys
  if (!key) throw new Error('There is no key to sign codes with.')
  // With 48 bits, no code is more likely than another by more than one in hundreds of millions.
  const number = createHmac('sha256', key).update(`a code for ${scope} by ${seed}`).digest().readUIntBE(0, 6)
  const code = String(number % 1_000_000).padStart(6, '0')
  return { code, hash: hmacOf(key, scope, code) }
}

/** Whether any of the keys made `hash` from this code for this use. Compares in constant time. */
export const isCodeOf = (keys: Keys, scope: string, code: string, hash: Uint8Array): boolean =>
  keys.some(key => timingSafeEqual(hmacOf(key, scope, code), hash))

const hmacOf = (key: KeyObject, scope: string, code: string) =>
  createHmac('sha256', key).update(`${scope}:${code}`).digest()
