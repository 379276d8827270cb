import { refusals } from '@latchkey/contracts/words/en/refusals'
import { describe, expect, it } from 'vitest'
import { rateLimited } from './refusal.ts'

describe('the error for too many attempts', () => {
  it.each([
    [1, 1, '1 second'],
    [59_001, 60, '60 seconds'],
    [60_001, 61, '2 minutes'],
    [3_540_000, 3540, '59 minutes'],
    [3_600_000, 3600, '1 hour'],
    [3_600_001, 3601, '2 hours'],
  ])('for a wait of %i ms says %i seconds and "%s"', (waitMs, retryAfterSeconds, words) => {
    const detail = `Too many attempts. Try again in ${words}.`
    const { code, details } = rateLimited(waitMs)
    expect(code).toBe('rate_limited')
    expect(details.retryAfterSeconds).toBe(retryAfterSeconds)
    expect((details.detail as (words: typeof refusals) => string)(refusals)).toBe(detail)
  })
})
