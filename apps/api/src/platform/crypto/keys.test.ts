import { describe, expect, it } from 'vitest'
import { deriveKeyring, type KeyPurpose } from './keys.ts'
import { mintToken, readToken } from './token.ts'

const purposes: KeyPurpose[] = [
  'session token',
  'device token',
  'sign-up browser',
  'sign-up link',
  'reset link',
  'address link',
  'not-me link',
]

describe('the key for a purpose', () => {
  it('signs nothing that the key for another purpose accepts', () => {
    const keys = deriveKeyring(['a secret of this test, long enough'])
    for (const made of purposes)
      for (const meant of purposes)
        expect(readToken(keys(meant), mintToken(keys(made)).token) !== null, `${made} as ${meant}`).toBe(made === meant)
  })
})
