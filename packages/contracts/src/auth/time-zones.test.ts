import { describe, expect, it } from 'vitest'
import { TimeZone } from './time-zones.ts'

describe('TimeZone', () => {
  it.each([
    ['EUROPE/berlin', 'Europe/Berlin'],
    ['utc', 'UTC'],
    ['Europe/Berlin', 'Europe/Berlin'],
  ])('turns %s into %s', (typed, name) => {
    expect(TimeZone.parse(typed)).toBe(name)
  })

  it.each(['', '+01:00', 'Europe/Atlantis', 'a'.repeat(65)])('refuses %j, with one key', typed => {
    const messages = TimeZone.safeParse(typed).error?.issues.map(({ message }) => message)
    expect([...new Set(messages)]).toEqual(['timeZoneUnknown'])
  })
})
