import ipaddr from 'ipaddr.js'

/** What the registry of IANA has given to the world. Everything else of IPv6 is special, or not given to anyone yet. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3')
/** Where a network speaks IPv6 only, its resolver writes the IPv4 address of a site into these (RFC 6052, section 2.1). */
const nat64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96')

/**
 * Whether an address belongs to the public internet. Addresses of this machine, of private networks, of clouds' metadata services and of
 * documents do not, in whichever form they are written (CWE-918; RFC 6890).
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false
  // Unwraps an IPv4 address that is written as IPv6, such as ::ffff:127.0.0.1.
  const address = ipaddr.process(text)
  if (address instanceof ipaddr.IPv4) return address.range() === 'unicast'
  if (address.match(nat64)) return new ipaddr.IPv4(address.toByteArray().slice(-4)).range() === 'unicast'
  return address.range() === 'unicast' && address.match(globalUnicast)
}
