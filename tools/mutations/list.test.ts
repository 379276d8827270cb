import { describe, expect, it } from 'vitest'
import { bugs } from './bugs.ts'
import { mutations } from './list.ts'
import { countOf, read } from './take-out.ts'

describe('the guards that `pnpm mutations` takes out', () => {
  it.each(mutations)('are still there, once: $guard', mutation => {
    expect(countOf(mutation), `${mutation.file} has changed; so must the entry`).toBe(1)
    expect(mutation.replace).not.toBe(mutation.find)
  })

  it.each(mutations)('have a test: $guard', ({ test }) => {
    expect(read(test)).toMatch(/\b(it|test)\b/)
  })

  it('stand against every bug class', () => {
    const covered = new Set(mutations.flatMap(({ bugs }) => bugs))
    expect([...covered].sort((a, b) => a - b)).toEqual(bugs.map((_, at) => at + 1))
  })

  it('have one sentence each', () => {
    expect(new Set(mutations.map(({ guard }) => guard)).size).toBe(mutations.length)
  })
})
