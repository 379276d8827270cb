import type { Brand } from './brand-type.ts'
import { type Colours, palette, type Scheme } from './palette.ts'

/** The brand as CSS variables: `--ground`, `--accent-strong`, `--mark-0`, `--radius`, `--font` and so on, which `styles.css` uses. */
export function brandStyles(brand: Brand): string {
  const colours = palette(brand)
  const rule = (scheme: Scheme, where = ':root') =>
    `${where} { ${variables(colours[scheme])}; ${markColours(brand, scheme)} }`
  return [
    `:root { --radius: ${brand.radiusPx / 16}rem; --font: ${brand.font} }`,
    rule('light'),
    `@media (prefers-color-scheme: dark) { ${rule('dark', ':root:not([data-scheme=light])')} }`,
    // Chosen by the person, in place of the system's.
    rule('dark', ':root[data-scheme=dark]'),
  ].join('\n')
}

const variables = (colours: Colours) =>
  Object.entries(colours)
    .map(([name, colour]) => `--${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}: ${colour}`)
    .join('; ')

const markColours = ({ mark }: Brand, scheme: Scheme) =>
  mark.shapes.map((shape, index) => `--mark-${index}: ${shape[scheme] ?? 'var(--accent)'}`).join('; ')
