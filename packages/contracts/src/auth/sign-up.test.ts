import { describe, expect, it } from 'vitest'
import { verify } from './sign-up.ts'

describe('the code of a sign-up', () => {
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
  ])('is read from %j', code => {
    expect(verify.body.parse({ code })).toEqual({ code: '123456' })
  })

  it('has the digits of each script of Unicode', () => {
    const digits = Array.from({ length: 0x20000 }, (_, at) => String.fromCodePoint(at)).filter(each =>
      /\p{Nd}/u.test(each),
    )
    expect(digits.length).toBeGreaterThan(600)
    for (let at = 0; at < digits.length; at += 10) {
      const [zero = '', one = '', ...others] = digits.slice(at, at + 10)
      const code = [one, zero, ...others.slice(-1), one, zero, one].join('')
      expect(verify.body.parse({ code }), zero).toEqual({ code: '109101' })
    }
  })

  it.each(['', '12345', '1234567', '12345a', '1234.56'])('is not read from %j', code => {
    expect(verify.body.safeParse({ code }).error?.issues[0]?.message).toBe('codeWrong')
  })
})
