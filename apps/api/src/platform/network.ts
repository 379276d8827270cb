import ipaddr from 'ipaddr.js'

/**
 * Who answers for an address: IPv4 by itself, also where it is written as IPv6, and of IPv6 the first 64 bits, since whoever has one
 * such address has all of its network (RFC 6177). What is no address is nobody's: all of it counts as one.
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

/** The address alone, where a gateway wrote the port into `X-Forwarded-For` too, which is another one for each connection. */
export const withoutPort = (text: string): string =>
  /^\[([^\]]*)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text
