import pLimit from 'p-limit'
import { networkOf } from '../client.ts'
import { unavailable } from '../errors.ts'
import type { Hasher } from './hasher.ts'

/** With some 30 ms a hash, who waits behind this many for each thread waits for about a second. */
const mostWaitingPerThread = 32
/** How much of a lane one network may take. */
const networkShare = 1 / 4
/** What one person may have under way in the lane of those who are known, however many browsers and networks are theirs. */
const mostOfAPerson = 3

/**
 * Hashes on at most `threads` threads, behind a queue of bounded length. Past it the answer is 503 at once, whoever
 * is asked for, so a flood of sign-ins neither fills the memory nor tells who exists. It has two lanes, which take turns at the threads:
 * strangers from many networks can fill their own, and nobody who is known waits behind them; and of those who are known none can fill
 * theirs, though whoever has an account has browsers that are known.
 */
export function queueHashing(hasher: Hasher, threads: number, networkFactor = 1): Hasher {
  const hashing = pLimit(threads)
  const share = Math.min(1, networkShare * networkFactor)
  const most = threads * (1 + mostWaitingPerThread)
  const [known, strangers] = [openLane(threads, most), openLane(threads, most)]
  return {
    takeTurn: ({ ip, knownAs }, work) => {
      const network = { name: `network ${networkOf(ip ?? '')}`, most: most * share }
      if (knownAs === null) return strangers([network], work)
      return known([network, { name: `person ${knownAs}`, most: mostOfAPerson }], work)
    },
    hash: password => hashing(() => hasher.hash(password)),
    verify: (hash, password) => hashing(() => hasher.verify(hash, password)),
    isOutdated: hash => hasher.isOutdated(hash),
  }
}

/** Whom somebody's work is counted for, and how much of it fits. */
interface Share {
  readonly name: string
  readonly most: number
}

function openLane(threads: number, most: number) {
  // While some hash, as many look up whom they hash for; the others hold no connection of the database's.
  const working = pLimit(2 * threads)
  const admitted = new Map<string, number>()
  let all = 0

  function count(shares: readonly Share[], change: 1 | -1): void {
    all += change
    for (const { name } of shares) {
      const left = (admitted.get(name) ?? 0) + change
      if (left > 0) admitted.set(name, left)
      else admitted.delete(name)
    }
  }

  return async <T>(shares: readonly Share[], work: () => Promise<T>): Promise<T> => {
    if (all >= most || shares.some(({ name, most }) => (admitted.get(name) ?? 0) >= most)) throw unavailable()
    count(shares, 1)
    try {
      return await working(work)
    } finally {
      count(shares, -1)
    }
  }
}
