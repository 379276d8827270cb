import { randomBytes } from 'node:crypto'
import argon2 from 'argon2'
import { mostArgon2 } from '../settings.ts'
import { importedHash } from './imported-hash.ts'

/** Whose work it is: what one network has under way leaves room for the others, and what strangers have, for those who are known. */
export interface Place {
  readonly ip: string | null
  /** Whether they have shown a session, a browser that is known to its person, or a secret that was mailed to them. */
  readonly isKnown: boolean
}

export interface Hasher {
  hash(password: string): Promise<string>
  /** Whether `password` made `hash`. Without a hash it works as long and says no, so time does not tell who exists. */
  verify(hash: string | null, password: string): Promise<boolean>
  /**
   * Does work that will hash, its look-up included, where there is room for it: a flood waits in no other queue either.
   * @throws {ApiError} unavailable
   */
  admit<T>(place: Place, work: () => Promise<T>): Promise<T>
  /** Whether `hash` was made with other parameters than today's, or in another way. */
  isOutdated(hash: string): boolean
}

/** argon2id (RFC 9106); the parameters travel in each hash, so they may rise while old hashes still verify. */
export async function argon2Hasher(parameters: { memoryKib: number; passes: number }): Promise<Hasher> {
  const { memoryKib: memoryCost, passes: timeCost } = parameters
  const options = { type: argon2.argon2id, memoryCost, timeCost, parallelism: 1 } as const
  const decoy = await argon2.hash(randomBytes(32), options)
  return {
    hash: password => argon2.hash(password, options),
    async verify(hash, password) {
      const isOurs = hash !== null && isArgon2(hash)
      const matches = await argon2.verify(isOurs ? hash : decoy, password)
      if (hash === null || isOurs) return isOurs && matches
      // After the decoy, so that nobody's hash is cheaper than nobody at all; what cannot be verified is no password.
      return (await importedHash(hash)?.(password)) ?? false
    },
    admit: (_place, work) => work(),
    isOutdated: hash => !hash.startsWith('$argon2id$') || argon2.needsRehash(hash, options),
  }
}

/** Whether a hash of any origin can be verified here, at a cost that a row may ask for. */
export const isVerifiable = (hash: string): boolean => isArgon2(hash) || importedHash(hash) !== null

const argon2Pattern =
  /^\$argon2(?:id|i|d)\$v=(?:16|19)\$([mtp=,\d]{11,30})\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{22,86}$/

function isArgon2(hash: string): boolean {
  const {
    m = 0,
    t = 0,
    p = 0,
  } = Object.fromEntries((argon2Pattern.exec(hash)?.[1] ?? '').split(',').map(each => [each[0], Number(each.slice(2))]))
  const isPossible = p >= 1 && p <= 16 && t >= 1 && m >= 8 * p
  return isPossible && m <= mostArgon2.memoryKib && t <= mostArgon2.passes && m * t <= mostArgon2.work
}
