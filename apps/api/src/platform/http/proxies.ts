import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'
import { compile } from '@fastify/proxy-addr'
import type { FastifyRequest } from 'fastify'
import { LRUCache } from 'lru-cache'
import { plainAddress } from '../client.ts'

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
    const answer = known.get(address) ?? trusts(plainAddress(address), hop)
    known.set(address, answer)
    return answer
  }
}

/**
 * The address of the client. A proxy may hide it (`unknown` or `_hidden`, RFC 7239 section 6), and where no trusted proxy checks it, a
 * stranger may write any text. What is no address becomes the address that connected to us.
 */
export function clientAddress({ ip, socket }: FastifyRequest): string {
  const address = plainAddress(ip)
  return isIP(address) > 0 ? address : plainAddress(socket.remoteAddress ?? '')
}

const loopback = compile('loopback')

/** Whether this is a loopback address. */
export const isLoopback = (address: string | undefined): boolean => address !== undefined && loopback(address, 0)

/**
 * Headers in which proxies, tunnels and content networks name the client or themselves: known ones, any that speaks of forwarding, ends in
 * an address or begins with x-. No browser sends such a name by itself, but for scripts that add X-Requested-With.
 */
const forwardingHeader =
  /^(?:via|cdn-loop|front-end-https|surrogate-capability|x-(?!requested-with$).+|.*(?:forward|proxy).*|(?:cf|fly|ngrok|tailscale|akamai|remote)-.+|.+[-_](?:ip|addr|address|clientip))$/

/** Whether a request came through a proxy or tunnel, by its own account. */
export const wasForwarded = (headers: IncomingHttpHeaders): boolean =>
  Object.keys(headers).some(name => forwardingHeader.test(name))
