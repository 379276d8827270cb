import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apiWords } from '../words/api.ts'
import { Name } from './names.ts'
import { Email, normaliseEmail } from './users.ts'

const { fields: fieldWords } = apiWords.en

const parse = (address: string) => Email.safeParse(address)

describe('Email', () => {
  it.each([
    [' Demo@Example.COM ', 'demo@example.com'],
    ['a+tag@bücher.example', 'a+tag@xn--bcher-kva.example'],
    ['a@ＥＸＡＭＰＬＥ.com', 'a@example.com'],
    ["o'neil@sub.example.co.uk", "o'neil@sub.example.co.uk"],
    ['a@пример.рф', 'a@xn--e1afmkfd.xn--p1ai'],
    ['\u200bdemo@example.com\u202c', 'demo@example.com'],
  ])('normalises %j', (typed, address) => {
    expect(parse(typed)).toMatchObject({ success: true, data: address })
  })

  it.each([
    '',
    ' ',
    'a',
    'a@b',
    '@example.com',
    'a@example.com,b@example.com',
    'a@example.com;b@example.com',
    'a@example.com b@example.com',
    'A <a@example.com>',
    'a@b@example.com',
    'a＠example.com',
    'a﹫example.com',
    'a@b＠example.com',
    'a..b@example.com',
    '.a@example.com',
    'a@-example.com',
    'a@example..com',
    'a@example.com.',
    'a@[127.0.0.1]',
    'a@127.0.0.1',
    'a@0x7f.1',
    'a@example.com/x',
    'a@example.com:25',
    'a@exam%70le.com',
    'a@example.com\r\nBcc: b@example.com',
    'a@example.com\0',
    '"a b"@example.com',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b'.repeat(64)}.com`,
    `a@${'b.'.repeat(130)}com`,
    'a'.repeat(5000),
    '\ud800@example.com',
  ])('refuses %j with a sentence', typed => {
    const parsed = parse(typed)
    expect(parsed.success).toBe(false)
    expect(Object.keys(fieldWords)).toContain(parsed.error?.issues[0]?.message)
  })

  it.each([null, undefined, 1, true, [], ['a@example.com'], {}, { $ne: '' }])(
    'refuses %j, which is not text',
    value => {
      expect(Email.safeParse(value).success).toBe(false)
    },
  )

  it('accepts its own output unchanged, and its output is ASCII', () => {
    fc.assert(
      fc.property(fc.oneof(fc.emailAddress(), fc.string({ unit: 'binary' })), typed => {
        const first = parse(typed)
        if (!first.success) return
        expect(parse(first.data)).toMatchObject({ success: true, data: first.data })
        expect(first.data).toMatch(/^[\x21-\x7e]+@[\x21-\x7e]+$/)
        expect(first.data.split('@')).toHaveLength(2)
      }),
    )
  })

  it('normalises the same way when it is applied twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (local, domain) => {
        const once = normaliseEmail(`${local}@${domain}`)
        if (parse(once).success) expect(normaliseEmail(once)).toBe(once)
      }),
    )
  })
})

describe('Name', () => {
  it.each(['Ada', 'Ada King', "O'Neil-Łoś", '李 小龍', 'سارا', '👩‍🚀'])('accepts %j', typed => {
    expect(Name.parse(typed)).toBe(typed)
  })

  it.each(['', '  ', '\u200b', '\u3164', '\u2800', 'a'.repeat(101), 'Ada\nenabled', '\u001b]0;Ada\u0007', 'Ada\u202e'])(
    'refuses %j with a sentence',
    typed => {
      expect(Object.keys(fieldWords)).toContain(Name.safeParse(typed).error?.issues[0]?.message)
    },
  )
})
