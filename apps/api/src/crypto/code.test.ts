import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { isCodeOf, mintCode } from './code.ts'

const [old, young] = [randomBytes(32), randomBytes(32)]

describe('a code', () => {
  it('is six digits, the first ones zero where it comes to that', () => {
    for (let i = 0; i < 1000; i++) expect(mintCode([young], 'scope').code).toMatch(/^\d{6}$/)
  })

  it('is right for its own scope only', () => {
    const { code, hash } = mintCode([young], 'one')
    expect(isCodeOf([young], 'one', code, hash)).toBe(true)
    expect(isCodeOf([young], 'two', code, hash)).toBe(false)
    expect(isCodeOf([young], 'one', String(Number(code) + 1).padStart(6, '0'), hash)).toBe(false)
  })

  it('outlives a new secret for as long as the old one is kept', () => {
    const { code, hash } = mintCode([old], 'scope')
    expect(isCodeOf([young, old], 'scope', code, hash)).toBe(true)
    expect(isCodeOf([young], 'scope', code, hash)).toBe(false)
  })
})
