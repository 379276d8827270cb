import { expect, it } from 'vitest'
import { newId } from './id.ts'

it('a new id is a UUIDv7 of its time, and no two are the same', () => {
  const at = new Date('2026-11-27T20:00:00.123Z')
  const ids = Array.from({ length: 1000 }, () => newId(at))
  const prefix = at
    .getTime()
    .toString(16)
    .padStart(12, '0')
    .replace(/^(.{8})/, '$1-')
  for (const id of ids) {
    expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
    expect(id.startsWith(prefix)).toBe(true)
  }
  expect(new Set(ids).size).toBe(ids.length)
})
