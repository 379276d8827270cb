import pLimit from 'p-limit'
import { unavailable } from '../errors.ts'
import { networkOf } from '../network.ts'
import type { Hasher } from './hasher.ts'

/** With some 30 ms a hash, who waits behind this many for each thread waits for about a second. */
const mostWaitingPerThread = 32
/** How much of a lane one network may take. */
const networkShare = 1 / 4

/**
 * Hashes on at most `threads` threads, behind a queue of bounded length. Past it the answer is 503 at once, whoever
 * is asked for, so a flood of sign-ins neither fills the memory nor tells who exists. It has two lanes, which take turns at the threads:
 * strangers from many networks can fill their own, and nobody who is known waits behind them.
 */
export function queueHashing(hasher: Hasher, threads: number, networkFactor = 1): Hasher {
  const hashing = pLimit(threads)
  const share = Math.min(1, networkShare * networkFactor)
  const [known, strangers] = [openLane(threads, share), openLane(threads, share)]
  return {
    admit: ({ ip, isKnown }, work) => (isKnown ? known : strangers)(networkOf(ip ?? ''), work),
    hash: password => hashing(() => hasher.hash(password)),
    verify: (hash, password) => hashing(() => hasher.verify(hash, password)),
    isOutdated: hash => hasher.isOutdated(hash),
  }
}

function openLane(threads: number, share: number) {
  // While some hash, as many look up whom they hash for; the others hold no connection of the database's.
  const working = pLimit(2 * threads)
  const most = threads * (1 + mostWaitingPerThread)
  const admitted = new Map<string, number>()
  let all = 0

  function count(network: string, change: 1 | -1): void {
    all += change
    const left = (admitted.get(network) ?? 0) + change
    if (left > 0) admitted.set(network, left)
    else admitted.delete(network)
  }

  return async <T>(network: string, work: () => Promise<T>): Promise<T> => {
    if (all >= most || (admitted.get(network) ?? 0) >= most * share) throw unavailable()
    count(network, 1)
    try {
      return await working(work)
    } finally {
      count(network, -1)
    }
  }
}
