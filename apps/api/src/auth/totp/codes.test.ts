import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { makeSecret, stepOf, uriOf } from './codes.ts'

/** The key of RFC 6238, appendix B: the ASCII digits 1234567890, twice. */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const at = (seconds: number) => new Date(seconds * 1000)

/** Debian's tool, if it is installed. */
const tool = 'oathtool'
const oathtool = (() => {
  try {
    return execFileSync(tool, ['--version']).length > 0
  } catch {
    return false
  }
})()

describe('the step of a code', () => {
  // Appendix B has eight digits. Six are the last six of them.
  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ])('is that of RFC 6238, appendix B: at %i', (seconds, code) => {
    expect(stepOf(secret, code, at(seconds))).toBe(BigInt(Math.floor(seconds / 30)))
  })

  it('may be one step early or late, and no more', () => {
    const step = 41_152_263n
    for (const [seconds, expected] of [
      [1234567890 - 31, null],
      [1234567890 - 30, step],
      [1234567890 - 1, step],
      [1234567890 + 59, step],
      [1234567890 + 60, null],
      [1234567890 + 86_400, null],
      [1234567890 - 86_400, null],
    ] as const)
      expect(stepOf(secret, '005924', at(seconds))).toBe(expected)
  })

  it.each(['005 924', ' 00-59 24 ', '００５９２４', '٠٠٥٩٢٤', 'Code: 005924'])('reads what people type: %s', typed => {
    expect(stepOf(secret, typed, at(1234567890))).toBe(41_152_263n)
  })

  it.each(['', '5924', '0005924', '00592a', '005924 005925', '-05924', '9'.repeat(64), '\0', '005925'])(
    'is none for another text: %j',
    typed => {
      expect(stepOf(secret, typed, at(1234567890))).toBeNull()
    },
  )

  it.skipIf(!oathtool)('agrees with oathtool', () => {
    for (const seconds of [0, 59, 1111111109, 1782604800, 20000000000]) {
      const key = makeSecret()
      const code = execFileSync(tool, ['--totp', '--base32', `--now=@${seconds}`, key], { encoding: 'utf8' })
      expect(stepOf(key, code, at(seconds))).toBe(BigInt(Math.floor(seconds / 30)))
    }
  })
})

describe('the key of an app', () => {
  it('has 160 random bits', () => {
    expect(makeSecret()).toMatch(/^[A-Z2-7]{32}$/)
    expect(makeSecret()).not.toBe(makeSecret())
  })

  it('stands in an address that every app reads', () => {
    const uri = new URL(uriOf({ secret, issuer: 'Ada & Co', label: 'ada+1@example.com' }))
    expect(uri.protocol + uri.host).toBe('otpauth:totp')
    expect(decodeURIComponent(uri.pathname)).toBe('/Ada & Co:ada+1@example.com')
    expect(Object.fromEntries(uri.searchParams)).toMatchObject({ secret, issuer: 'Ada & Co' })
  })
})
