import { execFileSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { makeSecret, stepOf, uriOf } from './codes.ts'

/** The key of RFC 6238, appendix B: the ASCII digits 1234567890, twice. */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const at = (seconds: number) => new Date(seconds * 1000)

const times = [0, 29, 30, 59, 1111111109, 1782604800, 20000000000]

/** A code as RFC 4226 makes it: HMAC-SHA-1 of the step, four bytes of it from where its last half byte says, six digits of those. */
function codeByHand(key: string, seconds: number): string {
  const bits = [...key]
    .map(letter => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map(each => Number.parseInt(each, 2)))
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(seconds / 30)))
  const hash = createHmac('sha1', bytes).update(step).digest()
  const value = hash.readUInt32BE((hash.at(-1) ?? 0) & 0xf) & 0x7fffffff
  return String(value % 1_000_000).padStart(6, '0')
}

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

  it('agrees with the steps of RFC 4226, section 5.3, taken by themselves, for random keys', () => {
    for (const seconds of times) {
      const key = makeSecret()
      expect(stepOf(key, codeByHand(key, seconds), at(seconds))).toBe(BigInt(Math.floor(seconds / 30)))
    }
  })

  // A second opinion for those who have the tool. The vectors and the steps above need nothing installed.
  it.skipIf(!oathtool)('agrees with oathtool, where it is installed', () => {
    for (const seconds of times) {
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
