import { describe, expect, it } from 'vitest'
import { argon2Hasher } from './hasher.ts'

const cheap = { memoryKib: 7168, passes: 2 }

describe('argon2Hasher', () => {
  it('makes argon2id hashes that hold their parameters and verify exactly what was typed', async () => {
    const hasher = await argon2Hasher({ memoryKib: 19_456, passes: 2 })
    const hash = await hasher.hash('correct horse 🐎')
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,p=1,t=2\$/)
    expect(await hasher.verify(hash, 'correct horse 🐎')).toBe(true)
    for (const typed of ['correct horse 🐎 ', 'Correct horse 🐎', 'correct horse', ''])
      expect(await hasher.verify(hash, typed)).toBe(false)
  })

  it('says no to every password where there is no hash', async () => {
    const hasher = await argon2Hasher(cheap)
    expect(await hasher.verify(null, 'anything')).toBe(false)
    expect(await hasher.verify(null, '')).toBe(false)
  })

  it('calls a hash outdated when the setting has risen since', async () => {
    const hash = await (await argon2Hasher(cheap)).hash('a password')
    expect((await argon2Hasher(cheap)).isOutdated(hash)).toBe(false)
    const stronger = await argon2Hasher({ ...cheap, passes: 3 })
    expect(stronger.isOutdated(hash)).toBe(true)
    expect(await stronger.verify(hash, 'a password')).toBe(true)
  })
})
