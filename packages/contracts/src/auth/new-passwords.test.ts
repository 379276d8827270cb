import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRepetitive, newPassword, normalisePassword } from './new-passwords.ts'
import { Password } from './passwords.ts'

const chosen = newPassword(12)

describe('normalisePassword', () => {
  it.each([
    ['letters composed or not', 'crème brûlée'.normalize('NFD'), 'crème brûlée'],
    ['Hangul composed or not', '비밀번호'.normalize('NFD'), '비밀번호'],
    ['a space that does not break', 'seven\u00a0lanterns', 'seven lanterns'],
    ['a wide space', 'seven\u3000lanterns', 'seven lanterns'],
  ])('gives one form to %s', (_, typed, form) => {
    expect(normalisePassword(typed)).toBe(form)
  })

  it.each(['Seven', ' seven ', 'ＳＥＶＥＮ', 'ﬁve', 'x²', 'seven\ttabs'])('leaves %j as it was typed', typed => {
    expect(normalisePassword(typed)).toBe(typed)
  })

  it('gives the same form again to its own result', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), typed => {
        const form = normalisePassword(typed)
        expect(normalisePassword(form)).toBe(form)
        expect(normalisePassword(typed.normalize('NFD'))).toBe(form)
      }),
    )
  })
})

describe('newPassword', () => {
  it.each([' '.repeat(12), '\t'.repeat(12), '\u00a0'.repeat(12), '\u200b'.repeat(12), '\u3164'.repeat(12)])(
    'refuses %j, which shows nothing',
    typed => {
      expect(chosen.safeParse(typed).error?.issues[0]?.message).toMatch(/^newPasswordInvisible/)
    },
  )

  it('counts a letter once, however it is typed', () => {
    expect(chosen.safeParse('é'.normalize('NFD').repeat(11)).success).toBe(false)
    expect(chosen.parse('é'.normalize('NFD').repeat(12))).toBe('é'.repeat(12))
  })

  it('has at most 256 letters, however they are typed, and each form is short enough to sign in', () => {
    const longest = 'ệ'.repeat(256)
    for (const form of [longest, longest.normalize('NFD')]) {
      expect(chosen.parse(form)).toBe(longest)
      expect(Password.parse(form)).toBe(form)
      expect(chosen.safeParse(`${form}a`).error?.issues[0]?.message).toBe('passwordTooLong')
    }
  })

  it('keeps spaces at the start, at the end and in a row', () => {
    expect(chosen.parse('  seven  lanterns  ')).toBe('  seven  lanterns  ')
  })
})

describe('isRepetitive', () => {
  it.each([
    'aaaaaaaaaaaa',
    'AaAaAaAaAaAa',
    '121212121212',
    'abcabcabcabc',
    'a           ',
    'é'.repeat(12),
    '😀'.repeat(12),
  ])('says yes to %j', password => {
    expect(isRepetitive(password)).toBe(true)
  })

  it.each(['seven lanterns', 'abcdeabcdeab', '1234512345', 'correct horse'])('says no to %j', password => {
    expect(isRepetitive(password)).toBe(false)
  })
})
