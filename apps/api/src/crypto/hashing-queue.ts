import pLimit from 'p-limit'
import { unavailable } from '../errors.ts'
import type { Hasher } from './hasher.ts'

/** With some 30 ms a hash, who waits behind this many for each thread waits for about a second. */
const mostWaitingPerThread = 32

/**
 * Hashes on at most `threads` threads, behind a queue of bounded length. Past it the answer is 503 at once, whoever
 * is asked for, so a flood of sign-ins neither fills the memory nor tells who exists.
 */
export function queueHashing(hasher: Hasher, threads: number): Hasher {
  const hashing = pLimit(threads)
  // While some hash, as many look up whom they hash for; the others hold no connection of the database's.
  const working = pLimit(2 * threads)
  const most = threads * (1 + mostWaitingPerThread)
  let admitted = 0
  return {
    async admit(work) {
      if (admitted >= most) throw unavailable()
      admitted += 1
      try {
        return await working(work)
      } finally {
        admitted -= 1
      }
    },
    hash: password => hashing(() => hasher.hash(password)),
    verify: (hash, password) => hashing(() => hasher.verify(hash, password)),
    isOutdated: hash => hasher.isOutdated(hash),
  }
}
