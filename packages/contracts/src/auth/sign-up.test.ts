import { describe, expect, it } from 'vitest'
import { verify } from './sign-up.ts'

describe('the code of a sign-up', () => {
  it.each(['123456', ' 123 456 ', '123-456', '123\u2013456', '１２３４５６', '\u200e123456\u200b'])(
    'is read from %j',
    code => {
      expect(verify.body.parse({ code })).toEqual({ code: '123456' })
    },
  )

  it.each(['', '12345', '1234567', '12345a', '1234.56'])('is not read from %j', code => {
    expect(verify.body.safeParse({ code }).error?.issues[0]?.message).toBe('codeWrong')
  })
})
