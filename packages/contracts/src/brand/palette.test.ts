import { describe, expect, it } from 'vitest'
import { BrandError, palette } from './palette.ts'
import { schemes } from './schemes.ts'

const allHues = Array.from({ length: 361 }, (_, hue) => hue)
const looksLikeAnError = (hue: number) => Math.abs(hue - 27) < 18

describe('the colours of a brand', () => {
  it('are easy to read with every hue, since each contrast is checked', () => {
    for (const hue of allHues.filter(hue => !looksLikeAnError(hue))) expect(() => palette({ hue })).not.toThrow()
  })

  it('are six digits of hex, because mail programs read no other', () => {
    for (const scheme of schemes)
      for (const colour of Object.values(palette({ hue: 163 })[scheme])) expect(colour).toMatch(/^#[\da-f]{6}$/)
  })

  it('follow the hue: greys are warm beside green and cool beside blue', () => {
    const redOf = (colour: string) => Number.parseInt(colour.slice(1, 3), 16)
    const blueOf = (colour: string) => Number.parseInt(colour.slice(5, 7), 16)
    const green = palette({ hue: 163 }).light.sunken
    const blue = palette({ hue: 262 }).light.sunken
    expect(redOf(green)).toBeGreaterThan(blueOf(green))
    expect(redOf(blue)).toBeLessThan(blueOf(blue))
  })

  it.each([Number.NaN, -1, 361, Number.POSITIVE_INFINITY])('refuse %d, which is no hue, and say what to write', hue => {
    expect(() => palette({ hue })).toThrow(
      new BrandError(`hue is ${hue}. Write an angle from 0 to 360, such as 163 for green.`),
    )
  })

  it.each([10, 27, 44])('refuse %d, which people would take for an error', hue => {
    expect(() => palette({ hue })).toThrow(/brand\.ts: hue is \d+, which looks like the red of errors/)
  })
})
