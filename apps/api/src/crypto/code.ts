import { createHmac, randomInt, timingSafeEqual } from 'node:crypto'

type Keys = readonly Buffer[]

/**
 * Six digits that a person can type, for one use (`scope`), and what the database holds for them. A hash without a key of
 * a million codes is undone in a moment, so it is an HMAC under a key that the database does not know.
 */
export function mintCode(keys: Keys, scope: string): { code: string; hash: Buffer<ArrayBuffer> } {
  const [key] = keys
  if (!key) throw new Error('There is no key to sign codes with.')
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  return { code, hash: hmacOf(key, scope, code) }
}

/** Whether `hash` was made of this code for this use, by whichever of the keys. */
export const isCodeOf = (keys: Keys, scope: string, code: string, hash: Uint8Array): boolean =>
  keys.some(key => timingSafeEqual(hmacOf(key, scope, code), hash))

const hmacOf = (key: Buffer, scope: string, code: string) =>
  createHmac('sha256', key).update(`${scope}:${code}`).digest()
