import { inflateSync } from 'node:zlib'
import { brand } from '@latchkey/contracts/brand'
import { palette } from '@latchkey/contracts/brand/palette'
import { presets } from '@latchkey/contracts/brand/presets'
import { describe, expect, it } from 'vitest'
import { markImage } from './mark-image.ts'
import { outlinesOf } from './outlines.ts'

const side = 80

/** The colour of a pixel as #rrggbb, with its opacity. */
function pixelOf(image: Buffer, x: number, y: number): [colour: string, opacity: number] {
  const data = inflateSync(image.subarray(image.indexOf('IDAT') + 4, image.indexOf('IEND') - 8))
  const at = y * (side * 4 + 1) + 1 + x * 4
  return [`#${data.subarray(at, at + 3).toString('hex')}`, data[at + 3] ?? 0]
}

describe('the mark in a mail', () => {
  it('stands on a tile of the accent with round corners', () => {
    const image = markImage(brand)
    const { accent, onAccent } = palette(brand).light
    expect(pixelOf(image, 0, 0)[1]).toBe(0)
    expect(pixelOf(image, 4, 40)).toEqual([accent, 255])
    expect(pixelOf(image, 40, 20)).toEqual([onAccent, 255])
    // The keyhole is a hole.
    expect(pixelOf(image, 40, 36)).toEqual([accent, 255])
  })

  it.each(presets)('of $name can be drawn', preset => {
    const image = markImage(preset)
    const colours = new Set(Array.from({ length: side }, (_, x) => pixelOf(image, x, 34)[0]))
    expect(colours.size).toBeGreaterThan(1)
    expect(image.length).toBeLessThan(4000)
  })

  it('keeps a colour of its own, as on dark pages', () => {
    const shape = { path: 'M0 0H10V10H0Z', light: '#123456', dark: '#fedcba' }
    expect(pixelOf(markImage({ ...brand, mark: { viewBox: '0 0 10 10', shapes: [shape] } }), 40, 40)[0]).toBe('#fedcba')
  })
})

describe('the outlines of a path', () => {
  const ends = (path: string) => outlinesOf(path).map(outline => outline.map(point => point.map(Math.round)))

  it.each([
    [
      'M1 2 3 4l1 1h2v-1H0V9z',
      [
        [
          [1, 2],
          [3, 4],
          [4, 5],
          [6, 5],
          [6, 4],
          [0, 4],
          [0, 9],
          [1, 2],
        ],
      ],
    ],
    [
      'M0 0h4zm8 8h1',
      [
        [
          [0, 0],
          [4, 0],
          [0, 0],
        ],
        [
          [8, 8],
          [9, 8],
        ],
      ],
    ],
  ])('has straight lines: %s', (path, outlines) => {
    expect(ends(path)).toEqual(outlines)
  })

  it.each([
    ['M0 0a5 5 0 0 1 10 0', [5, -5]],
    ['M0 0a5 5 0 0 0 10 0', [5, 5]],
    ['M0 0a5 5 0 0110 0', [5, -5]],
    ['M0 0c0-8 10-8 10 0', [5, -6]],
    ['M0 0q5-8 10 0', [5, -4]],
    ['M-10 0q5 8 10 0t10 0', [5, -4]],
    ['M-10 0C-10 8 0 8 0 0S10-8 10 0', [5, -6]],
  ])('follows a curve half way: %s', (path, middle) => {
    expect(ends(path)[0]?.at(-9)).toEqual(middle)
  })
})
