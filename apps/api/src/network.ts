import ipaddr from 'ipaddr.js'

/**
 * Who answers for an address: IPv4 by itself, also where it is written as IPv6, and of IPv6 the first 64 bits, since whoever has one
 * such address has all of its network (RFC 6177).
 */
export function networkOf(ip: string): string {
  if (!ipaddr.isValid(ip)) return ip
  const address = ipaddr.process(ip)
  return address instanceof ipaddr.IPv6
    ? address.parts
        .slice(0, 4)
        .map(part => part.toString(16))
        .join(':')
    : address.toString()
}
