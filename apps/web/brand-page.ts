import { brand } from '@latchkey/contracts/brand'
import type { Plugin } from 'vite'
import { oldestBrowsers } from './browsers.ts'

const styles = 'virtual:brand.css'
/** Vite does not look for a file if an id begins with a zero byte. */
const resolved = `\0${styles}`

const { light, dark } = brand.colours

/** The values for placeholders in index.html, such as `%NAME%`. */
const words: Record<string, string> = {
  NAME: brand.name,
  GROUND_LIGHT: light.ground,
  GROUND_DARK: dark.ground,
  BROWSERS: oldestBrowsers,
}

const variables = ({ ground, accent, onAccent }: typeof light | typeof dark) =>
  `:root { --ground: ${ground}; --accent: ${accent}; --on-accent: ${onAccent} }`

/** Puts the brand's name into index.html, and its colours into a style sheet that `styles.css` uses. */
export function brandPage(): Plugin {
  return {
    name: 'latchkey:brand-page',
    resolveId: { filter: { id: /^virtual:brand\.css$/ }, handler: () => resolved },
    load: {
      filter: { id: /virtual:brand\.css$/ },
      handler: () => `${variables(light)}\n@media (prefers-color-scheme: dark) { ${variables(dark)} }`,
    },
    transformIndexHtml: {
      order: 'pre',
      handler: page => page.replace(/%([A-Z_]+)%/g, (whole, word: string) => escapeHtml(words[word] ?? whole)),
    },
  }
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escapeHtml = (text: string) => text.replace(/[&<>"]/g, character => entities[character] ?? '')
