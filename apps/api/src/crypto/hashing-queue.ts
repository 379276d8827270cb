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
  const inTurn = pLimit(threads)
  const requireRoom = () => {
    if (inTurn.pendingCount >= threads * mostWaitingPerThread) throw unavailable()
  }
  return {
    requireRoom,
    async hash(password) {
      requireRoom()
      return inTurn(() => hasher.hash(password))
    },
    async verify(hash, password) {
      requireRoom()
      return inTurn(() => hasher.verify(hash, password))
    },
    isOutdated: hash => hasher.isOutdated(hash),
  }
}
