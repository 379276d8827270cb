import type { Brand } from '@latchkey/contracts/brand/brand-type'
import { palette } from '@latchkey/contracts/brand/palette'
import { outlinesOf, type Point } from './outlines.ts'
import { png } from './png.ts'

/** The width and height in a mail. The image has twice as many pixels, for sharp screens. */
export const markSidePx = 40
const side = markSidePx * 2
/** How much of the tile the mark covers. */
const covered = 0.62
/** Samples of a pixel in each direction, for smooth edges. */
const samples = 4

/**
 * The brand's mark on a tile in the accent, as a PNG file. Mail programs show neither SVG nor styles of an image, so it is drawn here. The
 * tile is dark, so one image does for light and dark mails.
 */
export function markImage({ mark, hue, radiusPx }: Pick<Brand, 'mark' | 'hue' | 'radiusPx'>): Buffer {
  const { accent, onAccent } = palette({ hue }).light
  const [x = 0, y = 0, width = 1, height = 1] = mark.viewBox.split(' ').map(Number)
  const scale = (side * covered) / Math.max(width, height)
  const place = ([px, py]: Point): Point => [
    (px - x - width / 2) * scale + side / 2,
    (py - y - height / 2) * scale + side / 2,
  ]
  const pixels = new Uint8Array(side * side * 4)
  paint(pixels, [roundedSquare(Math.min(radiusPx, markSidePx / 4) * 2)], accent)
  for (const { path, dark } of mark.shapes)
    paint(
      pixels,
      outlinesOf(path).map(outline => outline.map(place)),
      dark ?? onAccent,
    )
  return png(side, pixels)
}

const roundedSquare = (radius: number): Point[] =>
  outlinesOf(
    `M${radius} 0H${side - radius}A${radius} ${radius} 0 0 1 ${side} ${radius}V${side - radius}A${radius} ${radius} 0 0 1 ${side - radius} ${side}` +
      `H${radius}A${radius} ${radius} 0 0 1 0 ${side - radius}V${radius}A${radius} ${radius} 0 0 1 ${radius} 0Z`,
  ).flat()

/** Fills the polygons with a colour, over what is there. Holes follow the even-odd rule. */
function paint(pixels: Uint8Array, outlines: readonly Point[][], colour: string): void {
  const channels = [1, 3, 5].map(at => Number.parseInt(colour.slice(at, at + 2), 16))
  for (let row = 0; row < side; row++) {
    const cover = coverOfRow(outlines, row)
    for (let column = 0; column < side; column++) {
      const share = cover[column] ?? 0
      const pixel = (row * side + column) * 4
      const below = (pixels[pixel + 3] ?? 0) / 255
      const opacity = share + below * (1 - share)
      if (share === 0) continue
      for (const [index, channel] of channels.entries())
        pixels[pixel + index] = Math.round(
          (channel * share + (pixels[pixel + index] ?? 0) * below * (1 - share)) / opacity,
        )
      pixels[pixel + 3] = Math.round(opacity * 255)
    }
  }
}

/** Which part of each pixel of this row lies within the polygons: 0 to 1. */
function coverOfRow(outlines: readonly Point[][], row: number): Float64Array {
  const cover = new Float64Array(side)
  for (let line = 0; line < samples; line++) {
    const crossings = crossingsOf(outlines, row + (line + 0.5) / samples)
    for (let index = 0; index + 1 < crossings.length; index += 2) {
      const [from = 0, to = 0] = crossings.slice(index, index + 2)
      for (let column = Math.max(0, Math.floor(from)); column < Math.min(side, to); column++)
        cover[column] = (cover[column] ?? 0) + (Math.min(to, column + 1) - Math.max(from, column)) / samples
    }
  }
  return cover
}

/** Where a horizontal line meets the polygons, from left to right. */
function crossingsOf(outlines: readonly Point[][], y: number): number[] {
  const crossings: number[] = []
  for (const outline of outlines)
    for (const [index, [toX, toY]] of outline.entries()) {
      const [fromX, fromY] = outline.at(index - 1) ?? [0, 0]
      if (fromY > y !== toY > y) crossings.push(fromX + ((y - fromY) / (toY - fromY)) * (toX - fromX))
    }
  return crossings.sort((a, b) => a - b)
}
