import { createHash, createHmac, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto'
import { tokenPrefix } from '@latchkey/contracts/technical'
import type { Keys } from './keys.ts'

const randomLength = 32
const macLength = 32
const tokenPattern = new RegExp(`^${tokenPrefix}[A-Za-z0-9_-]{86}$`)

export interface TokenReading {
  /** What the database stores: the SHA-256 of the random part, so no one can sign in with a stolen table. */
  readonly hash: Buffer<ArrayBuffer>
  /** The same token signed with the current key, if an older key signed this one. */
  readonly resigned?: string
}

/**
 * A new token of 256 random bits. Its signature lets us refuse a forged or mistyped token without a query.
 * @throws when there is no key
 */
export function mintToken(keys: Keys): { token: string; hash: Buffer<ArrayBuffer> } {
  const random = randomBytes(randomLength)
  return { token: signed(keys, random), hash: hashOf(random) }
}

/**
 * Derives a token from `seed`: the same seed and key give the same token, for a mail that may be sent twice. No one can derive it
 * without the key.
 * @throws when there is no key
 */
export function deriveToken(keys: Keys, seed: string): { token: string; hash: Buffer<ArrayBuffer> } {
  const random = createHmac('sha256', signingKey(keys)).update(`a token for ${seed}`).digest()
  return { token: signed(keys, random), hash: hashOf(random) }
}

/** Reads a token, or returns null if none of our keys signed it. */
export function readToken(keys: Keys, token: string): TokenReading | null {
  if (!tokenPattern.test(token)) return null
  const bytes = Buffer.from(token.slice(tokenPrefix.length), 'base64url')
  const random = bytes.subarray(0, randomLength)
  const mac = bytes.subarray(randomLength)
  // 86 characters hold four bits more than 64 bytes, so we accept only the canonical spelling.
  if (mac.length !== macLength || !token.endsWith(bytes.toString('base64url'))) return null
  // Each comparison takes the same time, no matter where the bytes differ (CVE-2022-31142).
  const signer = keys.findIndex(key => timingSafeEqual(macOf(key, random), mac))
  if (signer < 0) return null
  return { hash: hashOf(random), ...(signer > 0 && { resigned: signed(keys, random) }) }
}

const hashOf = (random: Buffer) => createHash('sha256').update(random).digest()
const macOf = (key: KeyObject, random: Buffer) => createHmac('sha256', key).update(random).digest()

const signed = (keys: Keys, random: Buffer): string =>
  tokenPrefix + Buffer.concat([random, macOf(signingKey(keys), random)]).toString('base64url')

function signingKey([key]: Keys): KeyObject {
  if (!key) throw new Error('There is no key to sign tokens with.')
  return key
}
