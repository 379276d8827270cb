import { createSecretKey, randomBytes } from 'node:crypto'
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'

// One result cannot show how long a comparison takes. So we count the calls of the function that compares (CVE-2022-31142).
const compared: number[] = []
vi.doMock('node:crypto', async original => {
  const crypto = await original<typeof import('node:crypto')>()
  const timingSafeEqual: typeof crypto.timingSafeEqual = (a, b) => {
    compared.push(a.byteLength)
    return crypto.timingSafeEqual(a, b)
  }
  return { ...crypto, timingSafeEqual }
})
// Separate copies of these modules: other test files share the originals.
const token = await importCopy<typeof import('./token.ts')>('./token.ts')
const code = await importCopy<typeof import('./code.ts')>('./code.ts')
const seals = await importCopy<typeof import('../../auth/audit-log/chain/seals.ts')>(
  '../../auth/audit-log/chain/seals.ts',
)
const imported = await importCopy<typeof import('./imported-hash.ts')>('./imported-hash.ts')
const shared = await importCopy<typeof import('./shared-secret.ts')>('./shared-secret.ts')
vi.doUnmock('node:crypto')

beforeEach(() => {
  compared.length = 0
})
afterAll(() => vi.doUnmock('node:crypto'))

const keys = [createSecretKey(randomBytes(32)), createSecretKey(randomBytes(32))]

describe('compared in constant time', () => {
  it('is the signature of a token, with every key', () => {
    const forged = token.mintToken([createSecretKey(randomBytes(32))])
    expect(token.readToken(keys, forged.token)).toBeNull()
    expect(compared).toEqual([32, 32])
  })

  it('is the secret of a second service, with every secret, also one of another length', () => {
    expect(shared.isSharedSecret(['one', 'another'], 'a third')).toBe(false)
    expect(compared).toEqual([32, 32])
  })

  it('is a typed code', () => {
    const { hash } = code.deriveCode([createSecretKey(randomBytes(32))], 'scope', 'seed')
    expect(code.isCodeOf(keys, 'scope', '000000', hash)).toBe(false)
    expect(compared).toEqual([32, 32])
  })

  it('is an imported password hash', async () => {
    const hash = `$pbkdf2-sha256$i=1$c2FsdA$${randomBytes(32).toString('base64').replaceAll('=', '')}`
    const verify = imported.readImportedHash(hash)
    expect(typeof verify === 'function' && (await verify('a password'))).toBe(false)
    expect(compared).toEqual([32])
  })

  it('is a seal of the audit log', () => {
    expect([seals.isSame(randomBytes(32), randomBytes(32)), seals.isSame(randomBytes(8), randomBytes(32))]).toEqual([
      false,
      false,
    ])
    expect(compared).toEqual([32])
  })
})

function importCopy<Module>(file: string): Promise<Module> {
  return import(/* @vite-ignore */ `${file}?counted`)
}
