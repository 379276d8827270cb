import type { Brand } from './brand-type.ts'
import { palette } from './palette.ts'

export interface Tile {
  sidePx: number
  /** How much of the side the mark covers, from 0 to 1. */
  covered: number
  /** How round the corners are, as a share of the side. */
  rounded: number
}

/** As round as the brand's buttons, on a tile of 40 px. */
export const roundedAs = ({ radiusPx }: Pick<Brand, 'radiusPx'>): number => Math.min(radiusPx / 40, 1 / 4)

/**
 * The brand's mark on a tile in the accent, as an SVG file with neither styles nor schemes, from which an image can be made. The tile is dark,
 * so one image does for light and dark.
 */
export function tile({ mark, hue }: Pick<Brand, 'mark' | 'hue'>, { sidePx, covered, rounded }: Tile): string {
  const { accent, onAccent } = palette({ hue }).light
  const paths = mark.shapes.map(
    ({ path, dark }) => `<path d="${path}" fill="${dark ?? onAccent}" fill-rule="evenodd"/>`,
  )
  const side = sidePx * covered
  const edge = (sidePx - side) / 2
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${sidePx}" height="${sidePx}">
    <rect width="${sidePx}" height="${sidePx}" rx="${sidePx * rounded}" fill="${accent}"/>
    <svg x="${edge}" y="${edge}" width="${side}" height="${side}" viewBox="${mark.viewBox}">${paths.join('')}</svg>
  </svg>`
}
