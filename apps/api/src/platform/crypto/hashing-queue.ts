import pLimit from 'p-limit'
import { networkOf } from '../client.ts'
import { unavailable } from '../errors.ts'
import type { Hasher } from './hasher.ts'

/** A hash takes 10 to 30 ms, so the last one in a full queue waits for a second at most. */
const mostWaitingPerThread = 32
/** The share of a lane that one network may use. */
const networkShare = 1 / 4
/** How many places one person may use in the lane of known people, over all their browsers and networks. */
const mostOfAPerson = 3

/**
 * Hashes on at most `threads` threads, behind a queue of limited length. A full queue answers 503 at once for every account, so a flood
 * of sign-ins neither fills the memory nor shows which accounts exist. The queue has two lanes that take turns. Strangers from many
 * networks can fill their own lane, but known people do not wait behind them. One known person cannot fill the other
 * lane. It needs that limit, since anyone can create an account and become known. Calls `onRefused` for each request that is refused.
 */
export function queueHashing(hasher: Hasher, threads: number, networkFactor = 1, onRefused = () => {}): Hasher {
  const hashing = pLimit(threads)
  const share = Math.min(1, networkShare * networkFactor)
  const most = threads * (1 + mostWaitingPerThread)
  const [known, strangers] = [openLane(threads, most, onRefused), openLane(threads, most, onRefused)]
  return {
    takeTurn: ({ ip, knownAs }, work) => {
      const network = { name: `network ${networkOf(ip ?? '')}`, most: most * share }
      if (knownAs === null) return strangers.admit([network], work)
      return known.admit([network, { name: `person ${knownAs}`, most: mostOfAPerson }], work)
    },
    hash: password => hashing(() => hasher.hash(password)),
    verify: (hash, password) => hashing(() => hasher.verify(hash, password)),
    load: () => ({
      running: hashing.activeCount,
      waiting: hashing.pendingCount + known.waiting() + strangers.waiting(),
    }),
    isOutdated: hash => hasher.isOutdated(hash),
  }
}

/** A network or person whose work is counted, and how many places they may use. */
interface Share {
  readonly name: string
  readonly most: number
}

function openLane(threads: number, most: number, onRefused: () => void) {
  // While some hash, the same number look up their account. The others hold no database connection.
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

  return {
    async admit<T>(shares: readonly Share[], work: () => Promise<T>): Promise<T> {
      if (all >= most || shares.some(({ name, most }) => (admitted.get(name) ?? 0) >= most)) {
        onRefused()
        throw unavailable()
      }
      count(shares, 1)
      try {
        return await working(work)
      } finally {
        count(shares, -1)
      }
    },
    waiting: () => working.pendingCount,
  }
}
