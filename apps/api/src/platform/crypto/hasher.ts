import { randomBytes } from 'node:crypto'
import { mostArgon2 } from '../settings/hashing-values.ts'
import { type Argon2, type Argon2Parameters, installedArgon2 } from './argon2.ts'
import { type HashKeys, type HashProblem, readImportedHash } from './imported-hash.ts'

/** Who asks for a hash. The queue limits each network and person, and keeps strangers apart from known people. */
export interface Turn {
  readonly ip: string | null
  /** The person's e-mail address, if the request has shown their session, known browser or mailed secret. Null for a stranger. */
  readonly knownAs: string | null
}

export interface HashingLoad {
  readonly running: number
  readonly waiting: number
}

export interface Hasher {
  /** Hashes a new password with the current parameters. */
  hash(password: string): Promise<string>
  /** Whether `password` matches `hash`. Without a hash it takes as long and returns false, so the time does not show who has an account. */
  verify(hash: string | null, password: string): Promise<boolean>
  /**
   * Runs work that will hash, with its look-up, if the queue has room. So a flood fills no other queue, such as the database's.
   * @throws {ApiError} unavailable
   */
  takeTurn<T>(turn: Turn, work: () => Promise<T>): Promise<T>
  /** How much is hashed now, and how much waits for it. */
  load(): HashingLoad
  /** Whether `hash` has weaker parameters than today's, or is not argon2id. */
  isOutdated(hash: string): boolean
}

interface Given {
  /** Default: the fastest library. */
  readonly library?: Argon2
  readonly keys?: HashKeys
  /** Called for a hash that only a key of the settings could verify, and they lack it. Its person cannot sign in. */
  onMissingKey?(): void
}

/** argon2id (RFC 9106). Each hash contains its parameters, so they may be raised while old hashes still verify. */
export async function argon2Hasher(
  parameters: Argon2Parameters,
  { library, keys, onMissingKey }: Given = {},
): Promise<Hasher> {
  const argon2 = library ?? (await installedArgon2())
  const { memoryKib, passes } = parameters
  const decoy = await argon2.hash(randomBytes(32), parameters)
  const today = { m: memoryKib, t: passes, p: 1 }
  return {
    hash: password => argon2.hash(password, parameters),
    async verify(hash, password) {
      const cost = hash === null ? null : affordableArgon2(hash)
      // Imported hashes and weaker argon2 hashes verify after the decoy, so no hash is faster than an unknown account.
      if (!cost || workOf(cost) < workOf(today)) await argon2.verify(decoy, password)
      if (hash === null) return false
      if (cost) return argon2.verify(hash, password)
      const verify = readImportedHash(hash, keys)
      if (verify === 'key') onMissingKey?.()
      // A hash that we cannot verify matches no password.
      return typeof verify === 'function' && verify(password)
    },
    takeTurn: (_turn, work) => work(),
    load: () => ({ running: 0, waiting: 0 }),
    isOutdated(hash) {
      const { m = 0, t = 0 } = affordableArgon2(hash) ?? {}
      return !hash.startsWith('$argon2id$v=19$') || m < memoryKib || t < passes
    },
  }
}

/** Why we cannot verify this hash, which any system may have made. Null if we can, at an acceptable cost. */
export function problemOfHash(hash: string, keys: HashKeys = {}): HashProblem | null {
  const cost = argon2Cost(hash)
  if (cost) return isAffordable(cost) ? null : 'cost'
  const verify = readImportedHash(hash, keys)
  return typeof verify === 'function' ? null : verify
}

const argon2Pattern =
  /^\$argon2(?:id|i|d)\$v=(?:16|19)\$([mtp=,\d]{11,30})\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{22,86}$/

interface Argon2Cost {
  readonly m: number
  readonly t: number
  readonly p: number
}

/** The cost of an argon2 hash. Null for any other hash. */
function argon2Cost(hash: string): Argon2Cost | null {
  const parameters = argon2Pattern.exec(hash)?.[1]
  if (parameters === undefined) return null
  const named = Object.fromEntries(parameters.split(',').map(each => [each[0], Number(each.slice(2))]))
  return { m: named.m ?? 0, t: named.t ?? 0, p: named.p ?? 0 }
}

function isAffordable({ m, t, p }: Argon2Cost): boolean {
  const isPossible = p >= 1 && p <= 16 && t >= 1 && m >= 8 * p
  return isPossible && m <= mostArgon2.memoryKib && t <= mostArgon2.passes && m * t <= mostArgon2.work
}

function affordableArgon2(hash: string): Argon2Cost | null {
  const cost = argon2Cost(hash)
  return cost && isAffordable(cost) ? cost : null
}

/** The shortest time it can take, as a relative number: lanes may run in parallel. */
const workOf = ({ m, t, p }: Argon2Cost) => (m * t) / p
