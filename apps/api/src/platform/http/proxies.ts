import type { IncomingHttpHeaders } from 'node:http'
import { compile } from '@fastify/proxy-addr'
import { LRUCache } from 'lru-cache'
import { withoutPort } from '../client.ts'

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
    const answer = known.get(address) ?? trusts(withoutPort(address), hop)
    known.set(address, answer)
    return answer
  }
}

const loopback = compile('loopback')

/** Whether this is a loopback address. */
export const isLoopback = (address: string | undefined): boolean => address !== undefined && loopback(address, 0)

/** Headers in which proxies, tunnels and content networks name the client or themselves. No browser sends them. */
const forwardingHeader =
  /^(?:forwarded|via|cdn-loop|true-client-ip|(?:x-(?:forwarded|original)|cf|fly)-.+|x-(?:real|client)-ip)$/

/** Whether a request came through a proxy or tunnel, by its own account. */
export const wasForwarded = (headers: IncomingHttpHeaders): boolean =>
  Object.keys(headers).some(name => forwardingHeader.test(name))
