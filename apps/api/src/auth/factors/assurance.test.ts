import { expect, it } from 'vitest'
import { isMultiFactor, withAssurance } from './assurance.ts'

it.each([
  [['pwd'], false],
  [['email'], false],
  [['pwd', 'email'], false],
  [['email', 'email'], false],
  [['otp'], false],
  [['otp', 'otp'], false],
  [['recovery'], false],
  [['otp', 'recovery'], false],
  [['hwk'], false],
  [['swk'], false],
  [['user'], false],
  [['pwd', 'user'], false],
  [['mfa'], false],
  [['fed'], false],
  [['fed', 'pwd'], false],
  [['fed', 'email'], false],
  [['fed', 'otp'], true],
  [['fed', 'mfa'], true],
  [['pwd', 'otp'], true],
  [['email', 'otp'], true],
  [['pwd', 'recovery'], true],
  [['pwd', 'hwk'], true],
  [['hwk', 'user'], true],
  [['swk', 'user'], true],
])('counts %j as two factors: %s', (methods, isTwo) => {
  expect(isMultiFactor(methods)).toBe(isTwo)
  expect(withAssurance(methods).filter(method => method === 'mfa')).toHaveLength(
    isTwo || methods.includes('mfa') ? 1 : 0,
  )
})

it('names each method once', () => {
  expect(withAssurance(['pwd', 'otp', 'mfa', 'otp'])).toEqual(['pwd', 'otp', 'mfa'])
})
