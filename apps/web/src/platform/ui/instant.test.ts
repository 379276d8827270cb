import { times } from '@latchkey/contracts/words/en/times'
import { describe, expect, it } from 'vitest'
import { instants } from './instant.ts'

const { ago, dayAndTime } = instants(times, 'en-GB')
const local = (...[year, month, ...rest]: [number, number, number, number, number]) =>
  new Date(year, month - 1, ...rest)
const now = local(2026, 11, 23, 14, 2)
const before = (ms: number) => new Date(now.getTime() - ms).toISOString()

describe('ago', () => {
  it.each([
    [-90_000, 'just now'],
    [59_000, 'just now'],
    [60_000, '1 minute ago'],
    [125_000, '2 minutes ago'],
    [3_600_000, '1 hour ago'],
    [86_400_000, 'yesterday'],
    [3 * 86_400_000, '3 days ago'],
  ])('reads %i ms as %s', (ms, text) => {
    expect(ago(before(ms), now.getTime())).toBe(text)
  })
})

describe('dayAndTime', () => {
  it.each([
    [local(2026, 11, 23, 9, 5), 'today at 09:05'],
    [local(2026, 11, 22, 23, 59), 'yesterday at 23:59'],
    [local(2026, 11, 24, 0, 0), 'tomorrow at 00:00'],
    [local(2026, 11, 20, 14, 2), '20 November at 14:02'],
    [local(2025, 12, 31, 14, 2), '31 December 2025 at 14:02'],
  ])('reads %s as %s', (instant, text) => {
    expect(dayAndTime(instant.toISOString(), now.getTime())).toBe(text)
  })

  it.each([
    ['Pacific/Auckland', 'tomorrow at 12:30'],
    ['America/New_York', 'today at 18:30'],
  ])('counts the days of %s', (timeZone, text) => {
    const there = instants(times, 'en-GB', timeZone)
    expect(there.dayAndTime('2026-11-23T23:30:00Z', Date.parse('2026-11-23T09:00:00Z'))).toBe(text)
  })
})
