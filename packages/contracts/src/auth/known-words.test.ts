import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { brand } from '../brand.ts'
import { isMadeOf } from './known-words.ts'

const ada = ['ada.lovelace@analytical.example', 'Ada Lovelace', 'app.acme.example']

const word = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzäéñß'), minLength: 4, maxLength: 20 })
const symbols = fc.string({ unit: fc.constantFrom(...' .-_!?@#&/') })
const few = fc.string({ unit: fc.constantFrom(...'abcxyz0123456789'), maxLength: 5 })

describe('isMadeOf', () => {
  it.each([
    'Lovelace2026',
    'ada.lovelace',
    'A-d-a L-o-v-e-l-a-c-e!!',
    'ADALOVELACE1815',
    'Lövelãce!!!!!!!!',
    'lovelacelovelace',
    'analytical12',
    `${brand.name}-${brand.name}`.toLowerCase(),
    `${brand.name}12345`,
    'acme acme acme',
    'ａｄａｌｏｖｅｌａｃｅ',
  ])('says yes to %j', password => {
    expect(isMadeOf(password, ada)).toBe(true)
  })

  it.each([
    'seven lanterns under a bridge',
    'lovelace found a comet',
    `${brand.name} bridge`.toLowerCase(),
    'ada ada ada ada',
    'love lace in autumn',
    '',
    '!!!!!!!!!!!!',
  ])('says no to %j', password => {
    expect(isMadeOf(password, ada)).toBe(false)
  })

  it('says yes to any known word of four letters, in any case, with any symbols and up to five other letters and digits', () => {
    fc.assert(
      fc.property(word, few, symbols, symbols, fc.boolean(), fc.nat(5), (known, own, before, after, upperCase, at) => {
        const cut = Math.min(at, own.length)
        const spelled = upperCase && !known.includes('ß') ? known.toUpperCase() : known
        return isMadeOf(own.slice(0, cut) + before + spelled + after + own.slice(cut), [known])
      }),
    )
  })

  it('says no when six other letters or digits remain', () => {
    fc.assert(
      // Digits cannot be part of a known word by chance.
      fc.property(word, fc.stringMatching(/^\d{6,20}$/), (known, own) => !isMadeOf(known + own, [known])),
    )
  })

  it('says no to any password that contains no known word', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), password => !isMadeOf(password, ['qqqqqqqq', 'ada'])),
    )
  })
})
