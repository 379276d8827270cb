import { compile } from '@fastify/proxy-addr'
import { LRUCache } from 'lru-cache'

const mostAddresses = 1000

/**
 * Decides whether an address is a trusted proxy, whose forwarded headers count. Results are cached: there are few proxies, and parsing
 * an address for each request costs measurable time.
 */
export function trustedProxies(networks: string[] | false): false | ((address: string, hop: number) => boolean) {
  if (networks === false) return false
  const trusts = compile(networks)
  const known = new LRUCache<string, boolean>({ max: mostAddresses })
  return (address, hop) => {
    const answer = known.get(address) ?? trusts(address, hop)
    known.set(address, answer)
    return answer
  }
}

const loopback = compile('loopback')

/** Whether this is a loopback address. */
export const isLoopback = (address: string | undefined): boolean => address !== undefined && loopback(address, 0)
