import { expect, it } from 'vitest'
import { initials } from './avatar.tsx'

it.each([
  ['Ada Lovelace', 'AL'],
  ['ada', 'A'],
  ['Ana de la Cruz', 'AC'],
  ['ada.lovelace@example.com', 'A'],
  ['李 小龍', '李小'],
  ['𝒜da', '𝒜'],
])('has the initials of %s', (name, expected) => {
  expect(initials(name)).toBe(expected)
})
