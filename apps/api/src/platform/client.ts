import Bowser from 'bowser'
import ipaddr from 'ipaddr.js'
import { LRUCache } from 'lru-cache'

/**
 * The network that an address belongs to: IPv4 by itself, also where it is written as IPv6, and the first 64 bits of IPv6, since one
 * customer has all of them (RFC 6177). Everything that is no address counts as one network.
 */
export function networkOf(text: string): string {
  const ip = withoutPort(text)
  if (!ipaddr.isValid(ip)) return 'no address'
  const address = ipaddr.process(ip)
  return address instanceof ipaddr.IPv6
    ? address.parts
        .slice(0, 4)
        .map(part => part.toString(16))
        .join(':')
    : address.toString()
}

/** The address alone. Some gateways write the port into `X-Forwarded-For` too, and each connection has another one. */
export const withoutPort = (text: string): string =>
  /^\[([^\]]*)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text

interface Client {
  readonly browser: string | null
  readonly os: string | null
}

const unknown: Client = { browser: null, os: null }

/** Parsing takes longer than everything else that a sign-in writes, and most people use the same few browsers. */
const known = new LRUCache<string, Client>({ max: 1000 })

/** Browser and system as the client names them: enough to recognise your own devices, and nothing to rely on. */
export function describeClient(userAgent: string | null): Client {
  if (!userAgent) return unknown
  const client = known.get(userAgent) ?? parseUserAgent(userAgent)
  known.set(userAgent, client)
  return client
}

function parseUserAgent(userAgent: string): Client {
  const { browser, os } = Bowser.parse(userAgent)
  // Programs put their name first: curl/8.5.0.
  const program = /^([^/]*)\//.exec(userAgent)?.[1]
  return { browser: plainName(browser.name || program, browsers), os: plainName(os.name, systems) }
}

const browsers = new Set(Object.values(Bowser.BROWSER_MAP))
const systems = new Set(Object.values(Bowser.OS_MAP))

/**
 * A name that the parser knows, or one short word without dots and digits: neither an address nor a sentence. A stranger who asks for
 * a mail writes this text, and the owner of the address reads it.
 */
const plainName = (name: string | undefined, known: ReadonlySet<string>): string | null =>
  name && (known.has(name) || /^[A-Za-z][A-Za-z+-]{0,29}$/.test(name)) ? name : null
