import * as rust from '@node-rs/argon2'
import reference from 'argon2'
import { describe, expect, it } from 'vitest'
import { fastArgon2, referenceArgon2 } from './argon2.ts'

const fast = await fastArgon2()
if (!fast) throw new Error('@node-rs/argon2 is not installed, so there is nothing to compare.')

const cheap = { memoryKib: 7168, passes: 2 }
const passwords = ['correct horse battery', 'crème brûlée 🐎', ' ', 'x'.repeat(256), '漢'.repeat(256), '']

describe.each([
  [fast, referenceArgon2],
  [referenceArgon2, fast],
])('the hashes of $library', (one, other) => {
  it.each(passwords)('of %j are verified by the other library, and match no other password', async password => {
    const hash = await one.hash(password, cheap)
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=7168,/)
    for (const library of [one, other]) {
      expect(await library.verify(hash, password)).toBe(true)
      expect(await library.verify(hash, `${password} `)).toBe(false)
    }
  })

  it('are of 32 bytes, with a salt of 16 that is never the same', async () => {
    const hashes = await Promise.all(Array.from({ length: 8 }, () => one.hash('a password', cheap)))
    const parts = hashes.map(hash => hash.split('$').slice(4))
    for (const [salt = '', key = ''] of parts)
      expect([salt, key].map(part => Buffer.from(part, 'base64').length)).toEqual([16, 32])
    expect(new Set(parts.map(([salt]) => salt)).size).toBe(8)
  })
})

/** From the tests of argon2's reference code (phc-winner-argon2, test.c): the password is "password". */
const known = ['$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA']
/** RFC 9106 section 5, with its input. */
const vectors = [
  ['argon2d', 0, '512b391b6f1162975371d30919734294f868e3be3984f3c1a13a4db9fabe4acb'],
  ['argon2i', 1, 'c814d9d1dc7f37aa13f0d77f2494bda1c8de6b016dd388d29952a4c4672b6ce8'],
  ['argon2id', 2, '0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659'],
] as const
const [password, salt, secret, associatedData] = [32, 16, 8, 12].map((length, at) => Buffer.alloc(length, at + 1))
const shape = { memoryCost: 32, timeCost: 3, parallelism: 4 }

describe.each([fast, referenceArgon2])('$library', library => {
  it.each(known)('verifies %s', async hash => {
    expect(await library.verify(hash, 'password')).toBe(true)
    expect(await library.verify(hash, 'Password')).toBe(false)
  })

  it('verifies a hash with a salt of 64 bytes, as another system may have made it', async () => {
    const hash = await reference.hash('a password', { salt: Buffer.alloc(64, 7), memoryCost: 7168, timeCost: 1 })
    expect(await library.verify(hash, 'a password')).toBe(true)
    expect(await library.verify(hash, 'another one')).toBe(false)
  })
})

describe.each(vectors)('%s', (_name, type, tag) => {
  it('by argon2 gives the tag of RFC 9106', async () => {
    const made = await reference.hash(
      password as Buffer,
      {
        ...{ ...shape, type, raw: true, hashLength: 32 },
        ...{ salt, secret, associatedData },
      } as Parameters<typeof reference.hash>[1],
    )
    expect(Buffer.from(made).toString('hex')).toBe(tag)
  })

  it('by both libraries gives the same for the input of RFC 9106 without associated data, which one cannot take', async () => {
    const options = { ...shape, salt, secret }
    const one = await reference.hash(
      password as Buffer,
      {
        ...{ ...options, type, raw: true, hashLength: 32 },
      } as Parameters<typeof reference.hash>[1],
    )
    const other = await rust.hashRaw(password as Buffer, { ...options, algorithm: type, outputLen: 32 } as rust.Options)
    expect(other.toString('hex')).toBe(Buffer.from(one).toString('hex'))
  })
})
