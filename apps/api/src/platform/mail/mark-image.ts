import type { Brand } from '@latchkey/contracts/brand/brand-type'
import { roundedAs, tile } from '@latchkey/contracts/brand/tile'

/** The width and height in a mail. The image has twice as many pixels, for sharp screens. */
export const markSidePx = 40
/** The brand's mark on a tile, as a PNG file: mail programs show neither SVG nor styles of an image. */
export async function markImage(brand: Pick<Brand, 'mark' | 'hue' | 'radiusPx'>): Promise<Buffer> {
  const { Resvg } = await import('./resvg.ts')
  const svg = tile(brand, { sidePx: 2 * markSidePx, covered: 0.62, rounded: roundedAs(brand) })
  return Buffer.from(new Resvg(svg).render().asPng())
}
