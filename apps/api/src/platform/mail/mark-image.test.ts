import { brand } from '@latchkey/contracts/brand'
import { palette } from '@latchkey/contracts/brand/palette'
import { presets } from '@latchkey/contracts/brand/presets'
import { describe, expect, it } from 'vitest'
import { markImage, markSidePx } from './mark-image.ts'
import { Resvg } from './resvg.ts'

const side = 2 * markSidePx

/** Reads the colour of a pixel of a PNG file as #rrggbb, with its opacity. */
function reader(image: Buffer) {
  const href = `data:image/png;base64,${image.toString('base64')}`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}"><image href="${href}" width="${side}" height="${side}"/></svg>`
  const pixels = Buffer.from(new Resvg(svg).render().pixels)
  return (x: number, y: number): [colour: string, opacity: number] => {
    const at = (y * side + x) * 4
    return [`#${pixels.subarray(at, at + 3).toString('hex')}`, pixels[at + 3] ?? 0]
  }
}

describe('the mark in a mail', () => {
  it('stands on a tile of the accent with round corners', async () => {
    const pixelAt = reader(await markImage(brand))
    const { accent, onAccent } = palette(brand).light
    expect(pixelAt(0, 0)[1]).toBe(0)
    expect(pixelAt(4, 40)).toEqual([accent, 255])
    expect(pixelAt(40, 20)).toEqual([onAccent, 255])
    // The keyhole is a hole.
    expect(pixelAt(40, 36)).toEqual([accent, 255])
  })

  it.each(presets)('of $name can be drawn', async preset => {
    const image = await markImage(preset)
    const pixelAt = reader(image)
    expect(new Set(Array.from({ length: side }, (_, x) => pixelAt(x, 34)[0])).size).toBeGreaterThan(1)
    expect(image.length).toBeLessThan(4000)
  })

  it('keeps a colour of its own, as on dark pages', async () => {
    const shape = { path: 'M0 0H10V10H0Z', light: '#123456', dark: '#fedcba' }
    const image = await markImage({ ...brand, mark: { viewBox: '0 0 10 10', shapes: [shape] } })
    expect(reader(image)(40, 40)[0]).toBe('#fedcba')
  })
})
