import { readFileSync } from 'node:fs'
import path from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isCommon } from './common.ts'

const text = brotliDecompressSync(readFileSync(path.join(import.meta.dirname, 'common.txt.br'))).toString()
const entries = text.trim().split('\n')
const listed = new Set(entries)

describe('the list of common passwords', () => {
  it('has at least 100,000 entries, in lower case, without duplicates, of 8 or more characters', () => {
    expect(entries.length).toBeGreaterThanOrEqual(100_000)
    expect(listed.size).toBe(entries.length)
    expect(entries.filter(entry => [...entry].length < 8 || entry !== entry.toLowerCase())).toEqual([])
  })

  it('has more than 40,000 entries that the default minimum of 12 characters allows', () => {
    expect(entries.filter(entry => entry.length >= 12).length).toBeGreaterThan(40_000)
  })
})

describe('isCommon', () => {
  it('finds every entry, including the first and the last', () => {
    for (const entry of entries) if (!isCommon(entry)) expect.fail(entry)
  })

  it('finds an entry in any case, with up to four digits or symbols after it, but not with five', () => {
    fc.assert(
      fc.property(
        fc.nat(entries.length - 1).map(rank => entries[rank] ?? ''),
        fc.array(fc.constantFrom(...'0123456789!?.-_ €'), { maxLength: 4 }),
        fc.boolean(),
        (entry, padding, isUpperCase) => isCommon((isUpperCase ? entry.toUpperCase() : entry) + padding.join('')),
      ),
    )
    expect(isCommon('password2026')).toBe(true)
    expect(isCommon('Password!!!!')).toBe(true)
    expect(isCommon('unbelievable 83746591028')).toBe(false)
  })

  it('finds nothing else', () => {
    const words = fc.string({ unit: 'binary', maxLength: 40 })
    fc.assert(
      fc.property(words, word => {
        const isKnown = [0, 1, 2, 3, 4].some(cut => {
          const characters = [...word.toLowerCase()]
          const padding = characters.splice(characters.length - Math.min(cut, characters.length))
          return padding.every(character => !/\p{L}/u.test(character)) && listed.has(characters.join(''))
        })
        return isCommon(word) === isKnown
      }),
    )
    for (const word of ['', '\n', 'a', `${entries[0]}\n${entries[1]}`, '\uffff', '~~~~~~~~~~~~', 'seven lanterns'])
      expect(isCommon(word)).toBe(false)
  })
})
