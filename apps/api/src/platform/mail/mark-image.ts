import type { Brand } from '@latchkey/contracts/brand/brand-type'
import { palette } from '@latchkey/contracts/brand/palette'

/** The width and height in a mail. The image has twice as many pixels, for sharp screens. */
export const markSidePx = 40
/** How much of the tile the mark covers. */
const covered = 0.62

/**
 * The brand's mark on a tile in the accent, as a PNG file: mail programs show neither SVG nor styles of an image. The tile is dark, so one
 * image does for light and dark mails.
 */
export async function markImage({ mark, hue, radiusPx }: Pick<Brand, 'mark' | 'hue' | 'radiusPx'>): Promise<Buffer> {
  const { accent, onAccent } = palette({ hue }).light
  const paths = mark.shapes.map(
    ({ path, dark }) => `<path d="${path}" fill="${dark ?? onAccent}" fill-rule="evenodd"/>`,
  )
  const side = markSidePx * covered
  const edge = (markSidePx - side) / 2
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${markSidePx} ${markSidePx}">
    <rect width="${markSidePx}" height="${markSidePx}" rx="${Math.min(radiusPx, markSidePx / 4)}" fill="${accent}"/>
    <svg x="${edge}" y="${edge}" width="${side}" height="${side}" viewBox="${mark.viewBox}">${paths.join('')}</svg>
  </svg>`
  const { Resvg } = await import('./resvg.ts')
  return Buffer.from(new Resvg(svg, { fitTo: { mode: 'width', value: 2 * markSidePx } }).render().asPng())
}
