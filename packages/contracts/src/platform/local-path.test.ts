import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { localPath } from './local-path.ts'

const origin = 'https://latchkey.example'

describe('localPath', () => {
  it.each(['/', '/devices', '/devices?a=1&b=%2F#top', '/%C3%BC', '/a//b'])('keeps %s', path => {
    expect(localPath(path)).toBe(path)
  })

  it.each([
    '',
    'devices',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/%5Cevil.example',
    '/%5cevil.example',
    '/%2Fevil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/\r\\evil.example',
    '/\u0000',
    '/%00',
    '/%0d%0aSet-Cookie:a=b',
    '/%',
    'https:evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    ' /devices',
  ])('refuses %j', path => {
    expect(localPath(path)).toBe('/')
  })

  it.each([undefined, null, 1, {}, ['/devices']])('refuses %j, which is not text', value => {
    expect(localPath(value)).toBe('/')
  })

  const tricky = fc.string({
    unit: fc.oneof(
      fc.constantFrom(
        '/',
        '\\',
        '.',
        '..',
        ':',
        '@',
        '?',
        '#',
        '%',
        '%5c',
        '%2F',
        '\t',
        '\n',
        '\u0000',
        'https:',
        'evil.example',
      ),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    ),
  })

  it('never leads to another origin, for any input, even when it is read again', () => {
    const leadsHome = (typed: string) => {
      const path = localPath(typed)
      expect(new URL(path, origin).origin).toBe(origin)
      expect(path).toMatch(/^\/(?![/\\])/)
      expect(localPath(path)).toBe(path)
    }
    fc.assert(fc.property(tricky, leadsHome), { numRuns: 2000 })
    fc.assert(
      fc.property(tricky, rest => leadsHome(`/${rest}`)),
      { numRuns: 2000 },
    )
  })
})
