import { randomBytes } from 'node:crypto'
import argon2 from 'argon2'

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
  /** Whether `hash` was made with other parameters than today's. */
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
      const matches = await argon2.verify(hash ?? decoy, password)
      return matches && hash !== null
    },
    admit: (_place, work) => work(),
    isOutdated: hash => argon2.needsRehash(hash, options),
  }
}
