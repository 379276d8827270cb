import { describe, expect, it } from 'vitest'
import type { Rule } from './rule.ts'
import { rules } from './rules.ts'

describe('each limit', () => {
  it.each(Object.entries<Rule>(rules))('allows a few attempts, then waits longer each time: %s', (_, rule) => {
    // The first attempt of a count never waits: `limits/store.ts` relies on it.
    expect(rule.free).toBeGreaterThanOrEqual(2)
    expect(rule.longestWaitMs).toBeGreaterThanOrEqual(rule.firstWaitMs)
    // Otherwise the count would restart after the longest wait.
    expect(rule.forgetMs).toBeGreaterThanOrEqual(rule.longestWaitMs)
  })
})
