import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deriveKeyring } from './keys.ts'
import { mintToken, readToken } from './token.ts'

const keys = deriveKeyring(['one secret of many bytes, enough of them'])('session token')

describe('a token', () => {
  it('is 32 random bytes and their HMAC, and reads back with the same hash', () => {
    const { token, hash } = mintToken(keys)
    expect(token).toMatch(/^lk_[\w-]{86}$/)
    expect(readToken(keys, token)).toEqual({ hash })
    expect(mintToken(keys).token).not.toBe(token)
  })

  it('is refused if any character changes', () => {
    const { token } = mintToken(keys)
    const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_']
    for (let at = 0; at < token.length; at++)
      for (const character of alphabet)
        if (token[at] !== character)
          expect(readToken(keys, token.slice(0, at) + character + token.slice(at + 1))).toBeNull()
  })

  it('is refused if it is any other text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String({ minLength: 86, maxLength: 88 })), text => {
        expect(readToken(keys, text)).toBeNull()
        expect(readToken(keys, `lk_${text}`)).toBeNull()
      }),
    )
  })

  it('verifies with every key, and is signed again with the first', () => {
    const newer = deriveKeyring(['a newer secret of many bytes, enough', 'one secret of many bytes, enough of them'])(
      'session token',
    )
    const { token, hash } = mintToken(keys)
    const reading = readToken(newer, token)
    expect(reading?.hash).toEqual(hash)
    expect(readToken(newer, reading?.resigned ?? '')).toEqual({ hash })
    expect(readToken(keys, reading?.resigned ?? '')).toBeNull()
  })
})
