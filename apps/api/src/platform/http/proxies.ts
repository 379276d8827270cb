import { compile } from '@fastify/proxy-addr'
import { LRUCache } from 'lru-cache'

const mostAddresses = 1000

/** Whether to believe what an address says of whom it speaks for. Reading the same address anew for each request shows; there are few. */
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

/** Whether an address is this machine's own. */
export const isLoopback = (address: string | undefined): boolean => address !== undefined && loopback(address, 0)
