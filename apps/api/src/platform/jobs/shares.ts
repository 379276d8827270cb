import { LRUCache } from 'lru-cache'
import { wideNetworkOf } from '../client.ts'

const hourMs = 3_600_000
const mostKeys = 20_000

/** New jobs have priorities from 0 down to this. */
export const lowestShare = -900
/** A job that failed is below every new one. It has a worker of its own, so it can hold up no new one and is held up by none. */
export const retryPriority = -1000

/** Who shares a job: the person or address that it is for, and the network that caused it. */
export const sharers = (who: string, ip: string | null): string[] => (ip === null ? [who] : [who, wideNetworkOf(ip)])

/**
 * Fair shares of a queue. Each further job for the same person, or from the same network, within an hour comes after those that have
 * fewer. So many jobs of one delay only that one. Each server counts what it adds itself, which costs no query.
 */
export function openShares(): { priorityOf(queue: string, sharers: readonly string[]): number } {
  const counts = new LRUCache<string, number>({ max: mostKeys, ttl: hourMs, noUpdateTTL: true })
  return {
    priorityOf(queue, sharers) {
      const earlier = sharers.map(sharer => {
        const key = `${queue} ${sharer}`
        const count = counts.get(key) ?? 0
        counts.set(key, count + 1)
        return count
      })
      return Math.max(lowestShare, 0 - Math.max(0, ...earlier))
    },
  }
}
