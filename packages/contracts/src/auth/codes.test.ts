import { describe, expect, it } from 'vitest'
import { Code } from './codes.ts'

describe('a code', () => {
  it.each([
    '123456',
    ' 123 456 ',
    '123-456',
    '123\u2013456',
    '１２３４５６',
    '\u200e123456\u200b',
    '١٢٣٤٥٦',
    '۱۲۳۴۵۶',
    '१२३४५६',
    '১২৩৪৫৬',
    'Your code: 123 456',
    '123456 is your sign-up code',
    'Ihr Code: 123-456. Er gilt 30 Minuten lang.',
    'On 23 Nov 2026 we sent 123456, and again: 123 456',
  ])('is read from %j', code => {
    expect(Code.parse(code)).toBe('123456')
  })

  it('has the digits of each script of Unicode', () => {
    const digits = Array.from({ length: 0x20000 }, (_, at) => String.fromCodePoint(at)).filter(each =>
      /\p{Nd}/u.test(each),
    )
    expect(digits.length).toBeGreaterThan(600)
    for (let at = 0; at < digits.length; at += 10) {
      const [zero = '', one = '', ...others] = digits.slice(at, at + 10)
      const code = [one, zero, ...others.slice(-1), one, zero, one].join('')
      expect(Code.parse(code), zero).toBe('109101')
    }
  })

  it.each(['', '12345', '1234567', '12345a', '1234.56', '123456 or 654321', '123456 30'])(
    'is not read from %j',
    code => {
      expect(Code.safeParse(code).error?.issues[0]?.message).toBe('codeWrong')
    },
  )
})
