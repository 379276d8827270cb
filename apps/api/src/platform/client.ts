import { isIPv4 } from 'node:net'
import type { Device as Client } from '@latchkey/contracts/auth/clients'
import ipaddr from 'ipaddr.js'
import { LRUCache } from 'lru-cache'
import { parseUserAgent } from './user-agent.ts'

/**
 * The network of an address: a whole IPv4 address (also inside an IPv6 address), or the first 64 bits of an IPv6 address. One customer
 * usually has all addresses of such a /64 (RFC 6177). All invalid addresses count as one network.
 */
export function networkOf(text: string): string {
  const ip = plainAddress(text)
  if (!ipaddr.isValid(ip)) return 'no address'
  const address = ipaddr.process(ip)
  if (address instanceof ipaddr.IPv4) return address.toString()
  const carried = carriedIPv4(address)
  if (carried) return carried.toString()
  return address.parts
    .slice(0, 4)
    .map(part => part.toString(16))
    .join(':')
}

const localNat64 = ipaddr.IPv6.parseCIDR('64:ff9b:1::/48')

/**
 * The IPv4 address of a client whose packets a translator or a tunnel puts into IPv6. Otherwise everybody behind one NAT64 or Teredo
 * server would share a count, and one 6to4 host would have 65,536 networks. Null for any other address.
 */
function carriedIPv4(address: ipaddr.IPv6): ipaddr.IPv4 | null {
  const [, second = 0, third = 0, , , , seventh = 0, last = 0] = address.parts
  switch (address.range()) {
    case 'rfc6145': // ::ffff:0:0:0/96, stateless translation
    case 'rfc6052': // 64:ff9b::/96, NAT64
      return fromParts(seventh, last)
    case '6to4': // RFC 3056
      return fromParts(second, third)
    case 'teredo': // RFC 4380: the client's address has each bit inverted
      return fromParts(~seventh, ~last)
    default: // RFC 8215
      return address.match(localNat64) ? fromParts(seventh, last) : null
  }
}

const fromParts = (high: number, low: number) =>
  new ipaddr.IPv4([high, low].flatMap(part => [(part >> 8) & 0xff, part & 0xff]))

/**
 * The site of an IPv6 address: its first 48 bits, which one owner often has as a whole (RFC 6177). They can use a new /64 for each
 * request. Null for any other address.
 */
export function siteOf(text: string): string | null {
  const network = networkOf(text)
  return network.includes(':') ? network.split(':', 3).join(':') : null
}

/** The widest network of an address that one customer may have in full: the site of an IPv6 address, or the IPv4 address. */
export const wideNetworkOf = (text: string): string => siteOf(text) ?? networkOf(text)

/**
 * The address without quotes or a port, and an IPv4 address not written as IPv6. Some gateways write the port into `X-Forwarded-For`,
 * where it differs for each connection, and quote it as `Forwarded` does. A server that listens on `::` sees IPv4 as IPv6.
 */
export function plainAddress(text: string): string {
  // Nearly every address, and each request asks.
  if (isIPv4(text)) return text
  const address = /^"(.*)"$/.exec(text)?.[1] ?? text
  return (
    /^\[([^\]]*)\](?::\d+)?$/.exec(address)?.[1] ??
    /^([\d.]+):\d+$/.exec(address)?.[1] ??
    /^::ffff:([\d.]+)$/i.exec(address)?.[1] ??
    address
  )
}

const unknown: Client = { browser: null, os: null, model: null, type: null }

/** Parsing is the slowest part of recording a sign-in, and most people use the same few browsers. */
const known = new LRUCache<string, Client>({ max: 1000 })

/** The browser, system and kind of device that the client claims. People recognise their devices by it; it proves nothing. */
export function describeClient(userAgent: string | null): Client {
  if (!userAgent) return unknown
  const client = known.get(userAgent) ?? parseUserAgent(userAgent)
  known.set(userAgent, client)
  return client
}
