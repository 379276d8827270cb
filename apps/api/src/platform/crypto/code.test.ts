import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { deriveCode, isCodeOf } from './code.ts'

const [old, young] = [randomBytes(32), randomBytes(32)]

describe('a code', () => {
  it('is six digits, the first ones zero where it comes to that', () => {
    for (let i = 0; i < 1000; i++) expect(deriveCode([young], 'scope', String(i)).code).toMatch(/^\d{6}$/)
  })

  it('is right for its own scope only', () => {
    const { code, hash } = deriveCode([young], 'one', 'seed')
    expect(isCodeOf([young], 'one', code, hash)).toBe(true)
    expect(isCodeOf([young], 'two', code, hash)).toBe(false)
    expect(isCodeOf([young], 'one', String(Number(code) + 1).padStart(6, '0'), hash)).toBe(false)
  })

  it('is told by what the database holds to nobody who lacks the key: not even the right one fits without it', () => {
    const { code, hash } = deriveCode([young], 'scope', 'seed')
    // A hundredth of all there are, in which is the right one.
    const tried = Array.from({ length: 10_000 }, (_, at) => `${code.slice(0, 2)}${String(at).padStart(4, '0')}`)
    const fitting = (key: Buffer) => tried.filter(each => isCodeOf([key], 'scope', each, hash))
    expect(fitting(young)).toEqual([code])
    expect(fitting(old)).toEqual([])
  })

  it('is the same for one seed, and another for any other seed, scope or key', () => {
    const codes = [
      [young, 'one', 'a'],
      [young, 'one', 'b'],
      [young, 'two', 'a'],
      [old, 'one', 'a'],
    ] as const
    const derived = () => codes.map(([key, scope, seed]) => deriveCode([key], scope, seed))
    expect(derived()).toEqual(derived())
    expect(new Set(derived().map(({ hash }) => hash.toString('hex'))).size).toBe(4)
  })

  it('outlives a new secret for as long as the old one is kept', () => {
    const { code, hash } = deriveCode([old], 'scope', 'seed')
    expect(isCodeOf([young, old], 'scope', code, hash)).toBe(true)
    expect(isCodeOf([young], 'scope', code, hash)).toBe(false)
  })
})
