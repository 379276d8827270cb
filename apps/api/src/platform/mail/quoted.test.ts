import { describe, expect, it } from 'vitest'
import { quoted } from './quoted.ts'

describe('a person’s own text in a mail', () => {
  it.each([
    ['Ada’s phone (work)', 'Ada’s phone (work)'],
    ['Clé de sécurité 2', 'Clé de sécurité 2'],
    ['مفتاح', 'مفتاح'],
    ['Ignore this. Support: https://evil.example/a?b#c', 'Ignore this Support https evil example a…'],
    ['evil。example evil．example me@evil.example', 'evil example evil example me evil exampl…'],
    ['<b>“”</b>\u202e', 'b b'],
    ['', ''],
  ])('is short and has no link or address: %s', (text, shown) => {
    expect(quoted(text)).toBe(shown)
  })
})
