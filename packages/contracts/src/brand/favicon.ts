import type { Brand } from './brand-type.ts'
import { palette } from './palette.ts'
import type { Scheme } from './schemes.ts'

/** The brand's mark on a square, as an SVG file. Browsers with a dark frame get the colours for dark. */
export function favicon(brand: Pick<Brand, 'hue' | 'mark'>): string {
  const colours = palette(brand)
  const { viewBox, shapes } = brand.mark
  const [x = 0, y = 0, width = 0, height = 0] = viewBox.split(' ').map(Number)
  const side = Math.max(width, height)
  const square = [x - (side - width) / 2, y - (side - height) / 2, side, side].join(' ')
  const fill = (scheme: Scheme, index: number) => shapes[index]?.[scheme] ?? colours[scheme].accent
  const dark = shapes.map((_, index) => `.s${index}{fill:${fill('dark', index)}}`).join('')
  const paths = shapes.map(
    ({ path }, index) => `<path class="s${index}" fill="${fill('light', index)}" fill-rule="evenodd" d="${path}"/>`,
  )
  const style = `<style>@media (prefers-color-scheme:dark){${dark}}</style>`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${square}">${style}${paths.join('')}</svg>\n`
}
