import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { deriveCode, isCodeOf } from './code.ts'
import { deriveKeyring } from './keys.ts'
import { mintToken, readToken } from './token.ts'

const keys = deriveKeyring(['one secret of many bytes, enough of them'])('session token')
const compared: number[][] = []

beforeEach(() => {
  compared.length = 0
  const compare = crypto.timingSafeEqual
  vi.spyOn(crypto, 'timingSafeEqual').mockImplementation((a, b) => {
    compared.push([a.byteLength, b.byteLength])
    return compare(a, b)
  })
  syncBuiltinESMExports()
})
afterEach(() => {
  vi.restoreAllMocks()
  syncBuiltinESMExports()
})

// evidence: bug-12 V11.2.4
describe('in a time that tells nothing of how much is right', () => {
  it('a token’s signature is compared, all 32 bytes of it, wherever it is wrong', () => {
    const { token } = mintToken(keys)
    for (const at of [50, 60, 87]) {
      const altered = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1)
      expect(readToken(keys, altered)).toBeNull()
    }
    expect(compared).toEqual([
      [32, 32],
      [32, 32],
      [32, 32],
    ])
  })

  it('a code’s hash is compared, and never the code', () => {
    const { code, hash } = deriveCode(keys, 'scope', 'seed')
    expect(isCodeOf(keys, 'scope', code, hash)).toBe(true)
    expect(isCodeOf(keys, 'scope', '000000', hash)).toBe(code === '000000')
    expect(compared).toEqual([
      [32, 32],
      [32, 32],
    ])
  })
})
