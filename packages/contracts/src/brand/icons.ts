import type { Brand } from './brand-type.ts'
import { roundedAs, type Tile } from './tile.ts'

export interface Icon extends Tile {
  fileName: string
  /** As in the manifest (https://www.w3.org/TR/appmanifest/#purpose-member). Without one, the manifest leaves it out. */
  purpose?: 'any' | 'maskable'
}

/** The images for home screens, which show no SVG. */
export const icons = (brand: Pick<Brand, 'radiusPx'>): readonly Icon[] => [
  // iOS looks for this name, and cuts the corners itself.
  { fileName: 'apple-touch-icon.png', sidePx: 180, covered: 0.62, rounded: 0 },
  { fileName: 'icon-192.png', sidePx: 192, covered: 0.62, rounded: roundedAs(brand), purpose: 'any' },
  { fileName: 'icon-512.png', sidePx: 512, covered: 0.62, rounded: roundedAs(brand), purpose: 'any' },
  // Android may cut all but a circle of 80 % of the side. Half of the side lies within it.
  { fileName: 'icon-maskable-512.png', sidePx: 512, covered: 0.5, rounded: 0, purpose: 'maskable' },
]
