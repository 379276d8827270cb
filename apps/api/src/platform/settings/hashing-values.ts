import { availableParallelism } from 'node:os'
import * as z from 'zod/mini'
import type { HashKeys } from '../crypto/imported-hash.ts'
import type { Given } from './given-values.ts'

/** The highest cost of one hash, in the settings and in a stored hash. `work` is KiB times passes, and takes a few seconds. */
export const mostArgon2 = { memoryKib: 1_048_576, passes: 100, work: 4_194_304 }
/** OWASP's smallest recommended setting: m = 19 MiB, t = 2, p = 1. */
const usualArgon2 = { memoryKib: 19_456, passes: 2 }

/** Firebase's `base64_signer_key`: 16 to 64 bytes, with or without `=` at the end. */
export const signerKey = z.pipe(
  z
    .string()
    .check(
      z.regex(
        /^[A-Za-z0-9+/]{22,86}={0,2}$/,
        'must be the base64_signer_key that the console of Firebase shows: base64, with + and /, without spaces',
      ),
    ),
  z.transform(value => Buffer.from(value, 'base64')),
)

export const hashingSettings = (env: {
  HASH_THREADS?: number | undefined
  UV_THREADPOOL_SIZE?: number | undefined
  ARGON2_MEMORY_KIB?: number | undefined
  ARGON2_PASSES?: number | undefined
  FIREBASE_SIGNER_KEY?: Buffer | undefined
}) => ({
  /** How many passwords are hashed at once. */
  hashThreads: env.HASH_THREADS ?? Math.min(availableParallelism(), threadPoolSize(env)),
  argon2: {
    memoryKib: env.ARGON2_MEMORY_KIB ?? usualArgon2.memoryKib,
    passes: env.ARGON2_PASSES ?? usualArgon2.passes,
  },
  /** Keys of other systems that verify their hashes. */
  hashKeys: { firebaseSigner: env.FIREBASE_SIGNER_KEY } satisfies HashKeys,
})

/** What is wrong with the settings of hashing, taken together. */
export function hashingProblems(given: Given): string[] {
  const problems: string[] = []
  if (Number(given.HASH_THREADS) > threadPoolSize(given))
    problems.push('HASH_THREADS must not be larger than UV_THREADPOOL_SIZE (4 unless set)')
  if (
    Number(given.ARGON2_MEMORY_KIB ?? usualArgon2.memoryKib) * Number(given.ARGON2_PASSES ?? usualArgon2.passes) >
    mostArgon2.work
  )
    problems.push(`ARGON2_MEMORY_KIB times ARGON2_PASSES must be at most ${mostArgon2.work}`)
  return problems
}

/** How many threads Node has for work such as hashing. */
const threadPoolSize = (environment: { readonly UV_THREADPOOL_SIZE?: string | number | undefined }) =>
  Number(environment.UV_THREADPOOL_SIZE ?? 4)
