import { randomBytes } from 'node:crypto'
import argon2 from 'argon2'
import { mostArgon2 } from '../settings/settings.ts'
import { importedHash } from './imported-hash.ts'

/** Whose work it is: what one network or person has under way leaves room for the others, and what strangers have, for those who are known. */
export interface Turn {
  readonly ip: string | null
  /** The address of the person of whom they have shown a session, a browser that is known, or a mailed secret; null for a stranger. */
  readonly knownAs: string | null
}

export interface Hasher {
  hash(password: string): Promise<string>
  /** Whether `password` made `hash`. Without a hash it works as long and says no, so time does not tell who exists. */
  verify(hash: string | null, password: string): Promise<boolean>
  /**
   * Does work that will hash, its look-up included, where there is room for it: a flood waits in no other queue either.
   * @throws {ApiError} unavailable
   */
  takeTurn<T>(turn: Turn, work: () => Promise<T>): Promise<T>
  /** Whether `hash` was made with less than today's parameters, or in another way. */
  isOutdated(hash: string): boolean
}

/** argon2id (RFC 9106); the parameters travel in each hash, so they may rise while old hashes still verify. */
export async function argon2Hasher(parameters: { memoryKib: number; passes: number }): Promise<Hasher> {
  const { memoryKib: memoryCost, passes: timeCost } = parameters
  const options = { type: argon2.argon2id, memoryCost, timeCost, parallelism: 1 } as const
  const decoy = await argon2.hash(randomBytes(32), options)
  const today = { m: memoryCost, t: timeCost, p: 1 }
  return {
    hash: password => argon2.hash(password, options),
    async verify(hash, password) {
      const cost = hash === null ? null : argon2Cost(hash)
      // First, so that nobody's hash is cheaper than nobody at all: what another system made, and what argon2 made with less work.
      if (!cost || workOf(cost) < workOf(today)) await argon2.verify(decoy, password)
      if (hash === null) return false
      if (cost) return argon2.verify(hash, password)
      // What cannot be verified is no password.
      return (await importedHash(hash)?.(password)) ?? false
    },
    takeTurn: (_turn, work) => work(),
    isOutdated(hash) {
      const { m = 0, t = 0 } = argon2Cost(hash) ?? {}
      return !hash.startsWith('$argon2id$v=19$') || m < memoryCost || t < timeCost
    },
  }
}

/** Whether a hash of any origin can be verified here, at a cost that a row may ask for. */
export const isVerifiable = (hash: string): boolean => argon2Cost(hash) !== null || importedHash(hash) !== null

const argon2Pattern =
  /^\$argon2(?:id|i|d)\$v=(?:16|19)\$([mtp=,\d]{11,30})\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{22,86}$/

interface Argon2Cost {
  readonly m: number
  readonly t: number
  readonly p: number
}

/** What a hash of argon2 costs; null for any other, and for what would cost too much. */
function argon2Cost(hash: string): Argon2Cost | null {
  const {
    m = 0,
    t = 0,
    p = 0,
  } = Object.fromEntries((argon2Pattern.exec(hash)?.[1] ?? '').split(',').map(each => [each[0], Number(each.slice(2))]))
  const isPossible = p >= 1 && p <= 16 && t >= 1 && m >= 8 * p
  const isBearable = m <= mostArgon2.memoryKib && t <= mostArgon2.passes && m * t <= mostArgon2.work
  return isPossible && isBearable ? { m, t, p } : null
}

/** How long it takes at the least: lanes may be worked at side by side. */
const workOf = ({ m, t, p }: Argon2Cost) => (m * t) / p
