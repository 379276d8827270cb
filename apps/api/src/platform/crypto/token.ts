import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { tokenPrefix } from '@latchkey/contracts/technical'

const randomLength = 32
const macLength = 32
const tokenPattern = new RegExp(`^${tokenPrefix}[A-Za-z0-9_-]{86}$`)

type Keys = readonly Buffer[]

export interface TokenReading {
  /** What the database holds for this token: SHA-256 of its random part, so a stolen table signs nobody in. */
  readonly hash: Buffer<ArrayBuffer>
  /** The same token under the signing key, when an older key signed this one. */
  readonly resigned?: string
}

/** A new token of 256 random bits, signed so that a forged or mistyped one is refused without a query. */
export function mintToken(keys: Keys): { token: string; hash: Buffer<ArrayBuffer> } {
  const random = randomBytes(randomLength)
  return { token: signed(keys, random), hash: hashOf(random) }
}

/** The same token for the same `seed`, as long as its key signs: for a mail that may have to be sent twice. Nobody has it without the key. */
export function deriveToken(keys: Keys, seed: string): { token: string; hash: Buffer<ArrayBuffer> } {
  const random = createHmac('sha256', signingKey(keys)).update(`a token for ${seed}`).digest()
  return { token: signed(keys, random), hash: hashOf(random) }
}

/** What a token says, or null where no key of ours signed it. */
export function readToken(keys: Keys, token: string): TokenReading | null {
  if (!tokenPattern.test(token)) return null
  const bytes = Buffer.from(token.slice(tokenPrefix.length), 'base64url')
  const random = bytes.subarray(0, randomLength)
  const mac = bytes.subarray(randomLength)
  // 86 characters carry four bits more than 64 bytes: only the canonical spelling counts.
  if (mac.length !== macLength || !token.endsWith(bytes.toString('base64url'))) return null
  // Every key is tried, and each comparison takes the same time wherever the bytes differ (CVE-2022-31142).
  const signer = keys.findIndex(key => timingSafeEqual(macOf(key, random), mac))
  if (signer < 0) return null
  return { hash: hashOf(random), ...(signer > 0 && { resigned: signed(keys, random) }) }
}

const hashOf = (random: Buffer) => createHash('sha256').update(random).digest()
const macOf = (key: Buffer, random: Buffer) => createHmac('sha256', key).update(random).digest()

const signed = (keys: Keys, random: Buffer): string =>
  tokenPrefix + Buffer.concat([random, macOf(signingKey(keys), random)]).toString('base64url')

function signingKey([key]: Keys): Buffer {
  if (!key) throw new Error('There is no key to sign tokens with.')
  return key
}
