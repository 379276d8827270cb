import { describe, expect, it, vi } from 'vitest'
import { type Argon2Parameters, fastArgon2, referenceArgon2 } from './argon2.ts'
import { argon2Hasher as hasherWith } from './hasher.ts'

const cheap = { memoryKib: 7168, passes: 2 }
const libraries = [(await fastArgon2()) ?? [], referenceArgon2].flat()

describe.each(libraries)('argon2Hasher with $library', library => {
  const verify = vi.fn(library.verify)
  const argon2Hasher = (parameters: Argon2Parameters) => hasherWith(parameters, { library: { ...library, verify } })

  it('makes argon2id hashes that contain their parameters and match exactly the typed password', async () => {
    const hasher = await argon2Hasher({ memoryKib: 19_456, passes: 2 })
    const hash = await hasher.hash('correct horse 🐎')
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,(?:t=2,p=1|p=1,t=2)\$/)
    expect(await hasher.verify(hash, 'correct horse 🐎')).toBe(true)
    for (const typed of ['correct horse 🐎 ', 'Correct horse 🐎', 'correct horse', ''])
      expect(await hasher.verify(hash, typed)).toBe(false)
  })

  it('rejects every password when there is no hash', async () => {
    const hasher = await argon2Hasher(cheap)
    expect(await hasher.verify(null, 'anything')).toBe(false)
    expect(await hasher.verify(null, '')).toBe(false)
  })

  it('runs argon2 once for every kind of hash, so that no hash is faster than an account without a password', async () => {
    const hasher = await argon2Hasher(cheap)
    const bcryptHash = '$2b$05$abcdefghijklmnopqrstuuD3mHdCr44zlIZ.VZCaYRpfQhXMYnEo.'
    for (const hash of [null, await hasher.hash('a password'), bcryptHash, 'unknown', '$argon2id$']) {
      verify.mockClear()
      await hasher.verify(hash, 'a password')
      expect(verify.mock.calls).toEqual([[expect.stringMatching(/^\$argon2id\$v=19\$m=7168,/), 'a password']])
    }
  })

  it.each([
    ['less memory', 'm=1024,t=2,p=1', 2],
    ['fewer passes', 'm=7168,t=1,p=1', 2],
    ['lanes that run in parallel', 'm=7168,t=2,p=4', 2],
    ['as much', 'm=7168,t=2,p=1', 1],
    ['more', 'm=8192,t=3,p=1', 1],
  ])(
    'verifies an argon2 hash that took %s after the decoy, unless it costs as much as the decoy',
    async (_what, cost, works) => {
      const hasher = await argon2Hasher(cheap)
      verify.mockClear()
      const hash = `$argon2id$v=19$${cost}$c29tZXNhbHQ$${'A'.repeat(43)}`
      expect(await hasher.verify(hash, 'a password')).toBe(false)
      expect(verify.mock.calls.map(([verified]) => verified === hash)).toEqual([false, true].slice(2 - works))
    },
  )

  it('accepts as current a hash that costs more than the setting', async () => {
    const hasher = await argon2Hasher(cheap)
    const hashOf = (kind: string, cost: string) => `$${kind}$${cost}$c29tZXNhbHQ$${'A'.repeat(43)}`
    expect(hasher.isOutdated(hashOf('argon2id$v=19', 'm=65536,t=3,p=4'))).toBe(false)
    for (const weaker of ['m=7167,t=3,p=1', 'm=65536,t=1,p=1'])
      expect(hasher.isOutdated(hashOf('argon2id$v=19', weaker))).toBe(true)
    for (const kind of ['argon2i$v=19', 'argon2d$v=19', 'argon2id$v=16'])
      expect(hasher.isOutdated(hashOf(kind, 'm=65536,t=3,p=4'))).toBe(true)
  })

  it('treats a hash as outdated when the setting was raised since', async () => {
    const hash = await (await argon2Hasher(cheap)).hash('a password')
    expect((await argon2Hasher(cheap)).isOutdated(hash)).toBe(false)
    const stronger = await argon2Hasher({ ...cheap, passes: 3 })
    expect(stronger.isOutdated(hash)).toBe(true)
    expect(await stronger.verify(hash, 'a password')).toBe(true)
  })
})
