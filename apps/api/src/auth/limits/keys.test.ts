import { createSecretKey } from 'node:crypto'
import { Email } from '@latchkey/contracts/auth/users'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { networkOf, siteOf } from '../../platform/client.ts'
import { keyOf, keyOfShare, mailboxOf } from './keys.ts'
import { sharesOfEverybody } from './rules.ts'

const keyOfBytes = (byte: number) => createSecretKey(Buffer.alloc(32, byte))
const keys = [keyOfBytes(1), keyOfBytes(2)]
const address = (typed: string) => Email.parse(typed)
const ofAddress = (typed: string) => keyOf(keys, 'sign-in to an address', address(typed))
const ofMailbox = (typed: string) => keyOf(keys, 'mail to an address', address(typed))
const ofNetwork = (ip: string) => keyOf(keys, 'sign-in from a network', ip)

const word = fc.stringMatching(/^[a-z][a-z0-9]{1,9}$/)
const hosts = ['example.com', 'bücher.example', 'пример.рф']
const host = fc.constantFrom(...hosts)
const mixedCase = (text: string, seed: number) =>
  Array.from(text, (letter, at) => ((seed >> (at % 24)) & 1 ? letter.toUpperCase() : letter)).join('')
const group = fc.integer({ min: 0, max: 0xffff })
/** The two groups of an IPv6 address that hold this IPv4 address. */
const halves = (v4: string, inverted = 0) => {
  const [a = 0, b = 0, c = 0, d = 0] = v4.split('.').map(Number)
  return [(a << 8) | b, (c << 8) | d].map(half => (half ^ inverted).toString(16))
}
const hex = (groups: number[]) => groups.map(each => each.toString(16)).join(':')

describe('the counter key of a share of all strangers', () => {
  const shareOf = (isFree: (key: string) => boolean) => keyOfShare(keys, 'sign-in from anywhere', '7', isFree)
  const shares = Array.from({ length: sharesOfEverybody }, (_, at) => keyOf(keys, 'sign-in from anywhere', `7 ${at}`))

  it('is one that is free, if there is one', () => {
    for (const only of shares) expect(shareOf(key => key === only)).toBe(only)
    expect(shares).toContain(shareOf(() => false))
  })

  it('is any of them, if all are free', () => {
    expect(new Set(Array.from({ length: 1000 }, () => shareOf(() => true)))).toEqual(new Set(shares))
  })
})

describe('the counter key of an address', () => {
  it('is the same for all capitals, spaces and Unicode forms', () => {
    fc.assert(
      fc.property(word, host, fc.nat(), fc.constantFrom('NFC', 'NFD', 'NFKC'), (local, domain, seed, form) => {
        const plain = ofAddress(`${local}@${domain}`)
        expect(ofAddress(`  ${mixedCase(local, seed)}@${mixedCase(domain.normalize(form), seed)}\t\n`)).toBe(plain)
      }),
    )
    const wide = 'ada@ｅｘａｍｐｌｅ.com'
    expect(ofAddress(wide)).toBe(ofAddress('ada@example.com'))
    expect(ofAddress('ada@xn--bcher-kva.example')).toBe(ofAddress('ada@bücher.example'))
  })

  it('differs for addresses that differ by a dot or a plus, except for mails', () => {
    expect(new Set(['ada@example.com', 'a.da@example.com', 'ada+x@example.com'].map(ofAddress)).size).toBe(3)
  })

  it('ignores dots and plus signs when mails are counted', () => {
    fc.assert(
      fc.property(word, word, host, fc.array(word, { minLength: 1, maxLength: 3 }), (first, second, domain, tags) => {
        const plain = ofMailbox(`${first}${second}@${domain}`)
        expect(ofMailbox(`${first}.${second}@${domain}`)).toBe(plain)
        expect(ofMailbox(`${first}${second}+${tags.join('+')}@${domain}`)).toBe(plain)
        expect(ofMailbox(`${first}.${second}+${tags.join('.')}@${domain.toUpperCase()}`)).toBe(plain)
      }),
    )
    expect(mailboxOf('+x@example.com')).toBe('+x@example.com')
  })

  it('is the same for both Gmail domains when mails are counted', () => {
    expect(ofMailbox('a.da+x@googlemail.com')).toBe(ofMailbox('ada@gmail.com'))
    expect(ofMailbox('ada@googlemail.example')).not.toBe(ofMailbox('ada@gmail.com'))
    expect(ofAddress('ada@googlemail.com')).not.toBe(ofAddress('ada@gmail.com'))
  })

  it('reveals nothing of the address without the key, and differs for each rule', () => {
    expect(ofAddress('ada@example.com')).toMatch(/^[\w-]{43}$/)
    expect(keyOf([keyOfBytes(3)], 'sign-in to an address', 'ada@example.com')).not.toBe(ofAddress('ada@example.com'))
    expect(ofMailbox('ada@example.com')).not.toBe(ofAddress('ada@example.com'))
  })

  it('does not change while a new secret is listed after the old one', () => {
    const [old = keyOfBytes(0)] = keys
    expect(keyOf([old], 'sign-in to an address', 'ada@example.com')).toBe(ofAddress('ada@example.com'))
  })
})

describe('the counter key of a network', () => {
  it('is the same for all addresses of an IPv6 network, in any notation', () => {
    fc.assert(
      fc.property(
        fc.tuple(group, group, group, group),
        fc.array(group, { minLength: 4, maxLength: 4 }),
        (net, rest) => {
          const whole = hex([...net, ...rest])
          const loopback = hex([...net, 0, 0, 0, 1])
          // Networks that carry IPv4 addresses, and zeros, have tests of their own.
          fc.pre(net.some(Boolean) && ![0x64, 0x2001, 0x2002].includes(net[0]))
          expect(ofNetwork(whole)).toBe(ofNetwork(loopback))
          expect(ofNetwork(whole.toUpperCase())).toBe(ofNetwork(loopback))
          expect(ofNetwork(`${hex(net)}::1`)).toBe(ofNetwork(loopback))
        },
      ),
    )
    expect(ofNetwork('2001:db8:0:1::1')).not.toBe(ofNetwork('2001:db8:0:2::1'))
  })

  it('is the same for an IPv4 address written as IPv6', () => {
    fc.assert(
      fc.property(fc.ipV4(), ip => {
        expect(networkOf(ip)).toBe(ip)
        expect(networkOf(`::ffff:${ip}`)).toBe(ip)
      }),
    )
    expect(ofNetwork('192.0.2.1')).not.toBe(ofNetwork('192.0.2.2'))
  })

  it.each([
    ['NAT64', (v4: string) => `64:ff9b::${v4}`],
    ['a NAT64 with a prefix of its own', (v4: string) => `64:ff9b:1::${v4}`],
    ['a stateless translator', (v4: string) => `::ffff:0:${v4}`],
    ['6to4', (v4: string) => `2002:${halves(v4).join(':')}:7::1`],
    ['Teredo', (v4: string) => `2001:0:c633:6401:8000:63bf:${halves(v4, 0xffff).join(':')}`],
  ])('is that of the IPv4 address behind %s', (_, inside) => {
    fc.assert(
      fc.property(fc.ipV4(), ip => {
        expect(networkOf(inside(ip))).toBe(ip)
        expect(siteOf(inside(ip))).toBe(null)
      }),
    )
  })

  it('ignores the ports that some gateways write into X-Forwarded-For', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV6(), fc.integer({ min: 0, max: 65_535 }), (v4, v6, port) => {
        expect(networkOf(`${v4}:${port}`)).toBe(networkOf(v4))
        expect(networkOf(`[${v6}]:${port}`)).toBe(networkOf(v6))
        expect(networkOf(`[${v6}]`)).toBe(networkOf(v6))
      }),
    )
  })

  it('is the same for every text that is not an address', () => {
    const nowhere = networkOf('')
    fc.assert(fc.property(fc.string(), text => void expect(networkOf(`_${text}`)).toBe(nowhere)))
    for (const text of ['unknown', '_hidden', '1.2.3.4.5', '[::1', '::1]:80', '1.2.3.4:http'])
      expect(networkOf(text), text).toBe(nowhere)
    expect(networkOf('fe80::1%eth0')).toBe(networkOf('fe80::2%eth0'))
  })
})
