import { describe, expect, it } from 'vitest'
import { describeClient, networkOf, plainAddress } from './client.ts'

const iPhone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)'
const iPad = 'Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)'
const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)'
const android = 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)'

describe('describeClient', () => {
  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', 'Firefox', 'Linux', null, 'computer'],
    [`${iPhone} Version/18.1 Mobile/15E148 Safari/604.1`, 'Safari', 'iOS', 'iPhone', 'phone'],
    [`${iPad} Version/18.1 Mobile/15E148 Safari/604.1`, 'Safari', 'iOS', 'iPad', 'tablet'],
    [`${iPhone} CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1`, 'Chrome', 'iOS', 'iPhone', 'phone'],
    [`${iPhone} Version/17.0 EdgiOS/131.0 Mobile/15E148 Safari/605.1.15`, 'Edge', 'iOS', 'iPhone', 'phone'],
    [`${iPhone} Version/18.1 Mobile/15E148 Safari/604.1 OPT/5.3.1`, 'Opera', 'iOS', 'iPhone', 'phone'],
    [`${iPhone} GSA/343.0.1 Mobile/15E148 Safari/604.1`, 'Google app', 'iOS', 'iPhone', 'phone'],
    [`${windows} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0`, 'Edge', 'Windows', null, 'computer'],
    [`${windows} Chrome/131.0.0.0 Safari/537.36 OPR/116.0.0.0`, 'Opera', 'Windows', null, 'computer'],
    [`${android} SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36`, 'Samsung Internet', 'Android', null, 'phone'],
    [`${android} SamsungBrowser/25.0 Chrome/121.0 Safari/537.36`, 'Samsung Internet', 'Android', null, 'tablet'],
    [`${android} Chrome/131.0.0.0 Mobile Safari/537.36 EdgA/131.0`, 'Edge', 'Android', null, 'phone'],
    [
      'Mozilla/5.0 (X11; CrOS x86_64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36',
      'Chrome',
      'ChromeOS',
      null,
      'computer',
    ],
    [
      'Mozilla/5.0 (SMART-TV; LINUX; Tizen 7.0) AppleWebKit/537.36 94.0/7.0 TV Safari/537.36',
      null,
      'Tizen',
      null,
      'tv',
    ],
  ])('names browser, system and device of %s', (userAgent, browser, os, model, type) => {
    expect(describeClient(userAgent)).toEqual({ browser, os, model, type })
    // The second call comes from the cache.
    expect(describeClient(userAgent)).toEqual({ browser, os, model, type })
  })

  it.each([
    [`${iPhone} Mobile/15E148 [FBAN/FBIOS;FBAV/490.0.0.0]`, 'Facebook', 'iPhone'],
    [`${iPhone} Mobile/15E148 Instagram 360.0.0.0`, 'Instagram', 'iPhone'],
    [`${iPhone} Version/18.1 Mobile/15E148 DuckDuckGo/7 Safari/605.1.15`, 'DuckDuckGo', 'iPhone'],
    [`${iPhone} Mobile/15E148`, null, 'iPhone'],
    [
      'Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) AppleWebKit/537.36 Version/4.0 Chrome/131.0 Mobile Safari/537.36',
      null,
      null,
    ],
  ])('names the app that shows the page, and no browser if the app says no name: %s', (userAgent, browser, model) => {
    expect(describeClient(userAgent)).toMatchObject({ browser, model, type: 'phone' })
  })

  it.each([
    ['curl/8.5.0', 'curl'],
    ['PostmanRuntime/7.43.0', 'PostmanRuntime'],
    ['okhttp/4.12.0 (gzip)', 'okhttp'],
    ['Dart/3.5 (dart:io)', 'Dart'],
    ['MyApp/1.0 CFNetwork/1568.200.51 Darwin/24.1.0', 'MyApp'],
  ])('takes %s for a program', (userAgent, browser) => {
    expect(describeClient(userAgent)).toEqual({ browser, os: null, model: null, type: 'program' })
  })

  it.each([
    ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', 'Googlebot'],
    [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/131.0 Safari/537.36',
      'Headless Chrome',
    ],
  ])('takes %s for a bot', (userAgent, browser) => {
    expect(describeClient(userAgent)).toMatchObject({ browser, type: 'bot' })
  })

  it.each([null, '', 'curl', '/1.0', ' curl/8.5.0'])('returns nothing for %j', userAgent => {
    expect(describeClient(userAgent)).toEqual({ browser: null, os: null, model: null, type: null })
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
    ['"[2001:db8::1]:4711"', '2001:db8::1'],
    ['"203.0.113.7:51234"', '203.0.113.7'],
    ['"203.0.113.7"', '203.0.113.7'],
    ['unknown', 'unknown'],
  ])('reads %s as %s', (text, address) => {
    expect(plainAddress(text)).toBe(address)
  })
})
