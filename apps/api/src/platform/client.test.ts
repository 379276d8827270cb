import { describe, expect, it } from 'vitest'
import { describeClient, networkOf, plainAddress } from './client.ts'

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'
const safari =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1'

describe('describeClient', () => {
  it.each([
    [firefox, 'Firefox', 'Linux'],
    [safari, 'Safari', 'iOS'],
    ['curl/8.5.0', 'curl', null],
    ['PostmanRuntime/7.43.0', 'PostmanRuntime', null],
    ['okhttp/4.12.0 (gzip)', 'okhttp', null],
  ])('names browser and system of %s', (userAgent, browser, os) => {
    expect(describeClient(userAgent)).toEqual({ browser, os })
    // The second call comes from the cache.
    expect(describeClient(userAgent)).toEqual({ browser, os })
  })

  it.each([null, '', 'curl', '/1.0', ' curl/8.5.0'])('returns nothing for %j', userAgent => {
    expect(describeClient(userAgent)).toEqual({ browser: null, os: null })
  })

  it.each([
    'evil.example/1',
    'Your account is locked, call 555/1',
    '0800123456/1',
    'https://evil.example',
    'x\r\ny/1',
    `${'a'.repeat(31)}/1`,
    '-evil/1',
    'Call-me-now!/1',
  ])('does not accept a sentence or an address as a name: %j', userAgent => {
    expect(describeClient(userAgent).browser).toBeNull()
  })
})

describe('networkOf', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['203.0.113.7:51234', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['[2001:db8:1:2::9]:443', '2001:db8:1:2'],
    ['nonsense', 'no address'],
    ['', 'no address'],
  ])('reads %j as %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })
})

describe('plainAddress', () => {
  it.each([
    ['203.0.113.7:51234', '203.0.113.7'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['2001:db8::1', '2001:db8::1'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['unknown', 'unknown'],
  ])('reads %s as %s', (text, address) => {
    expect(plainAddress(text)).toBe(address)
  })
})
