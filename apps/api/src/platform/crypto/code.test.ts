import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { deriveCode, isCodeOf } from './code.ts'

const [oldKey, newKey] = [createSecretKey(randomBytes(32)), createSecretKey(randomBytes(32))]

describe('a code', () => {
  it('is six digits, with leading zeros', () => {
    for (let i = 0; i < 1000; i++) expect(deriveCode([newKey], 'scope', String(i)).code).toMatch(/^\d{6}$/)
  })

  it('is valid for its own scope only', () => {
    const { code, hash } = deriveCode([newKey], 'one', 'seed')
    expect(isCodeOf([newKey], 'one', code, hash)).toBe(true)
    expect(isCodeOf([newKey], 'two', code, hash)).toBe(false)
    expect(isCodeOf([newKey], 'one', String(Number(code) + 1).padStart(6, '0'), hash)).toBe(false)
  })

  it('cannot be found from its stored hash without the key: even the right code does not match', () => {
    const { code, hash } = deriveCode([newKey], 'scope', 'seed')
    // A hundredth of all codes, with the right one among them.
    const tried = Array.from({ length: 10_000 }, (_, at) => `${code.slice(0, 2)}${String(at).padStart(4, '0')}`)
    const fitting = (key: KeyObject) => tried.filter(each => isCodeOf([key], 'scope', each, hash))
    expect(fitting(newKey)).toEqual([code])
    expect(fitting(oldKey)).toEqual([])
  })

  it('is the same for the same seed, and differs for another seed, scope or key', () => {
    const codes = [
      [newKey, 'one', 'a'],
      [newKey, 'one', 'b'],
      [newKey, 'two', 'a'],
      [oldKey, 'one', 'a'],
    ] as const
    const derived = () => codes.map(([key, scope, seed]) => deriveCode([key], scope, seed))
    expect(derived()).toEqual(derived())
    expect(new Set(derived().map(({ hash }) => hash.toString('hex'))).size).toBe(4)
  })

  it('stays valid after a new secret, as long as the old one is kept', () => {
    const { code, hash } = deriveCode([oldKey], 'scope', 'seed')
    expect(isCodeOf([newKey, oldKey], 'scope', code, hash)).toBe(true)
    expect(isCodeOf([newKey], 'scope', code, hash)).toBe(false)
  })
})
