import { describe, expect, it } from 'vitest'
import { type Rule, rules } from './rules.ts'

describe('each limit', () => {
  it.each(Object.entries<Rule>(rules))('lets a person begin, then waits longer and longer: %s', (_, rule) => {
    // The first of a count never waits: `limits/store.ts` relies on it.
    expect(rule.free).toBeGreaterThanOrEqual(2)
    expect(rule.longestWaitMs).toBeGreaterThanOrEqual(rule.firstWaitMs)
    // Otherwise whoever waited out the longest wait would begin anew.
    expect(rule.forgetMs).toBeGreaterThanOrEqual(rule.longestWaitMs)
  })
})
