import type { Brand } from '@latchkey/contracts/brand/brand-type'
import { type Colours, palette } from '@latchkey/contracts/brand/palette'

/** What the parts of a mail's page need of the brand and the language. Lengths and colours are those of CSS. */
export interface Look {
  readonly light: Colours
  readonly dark: Colours
  readonly radius: string
  /** For a style attribute, which stands in double quotes. */
  readonly family: string
  /** Few mail programs know logical sides, such as `padding-inline-end`. */
  readonly start: 'left' | 'right'
  readonly end: 'left' | 'right'
}

export const lookOf = (brand: Brand, direction: 'ltr' | 'rtl'): Look => ({
  ...palette(brand),
  radius: `${brand.radiusPx}px`,
  family: brand.font.replaceAll('"', "'"),
  start: direction === 'rtl' ? 'right' : 'left',
  end: direction === 'rtl' ? 'left' : 'right',
})

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, character => entities[character] ?? '')
