import { brand } from '@latchkey/contracts/brand'
import { favicon } from '@latchkey/contracts/brand/favicon'
import { webManifest } from '@latchkey/contracts/brand/manifest'
import { palette } from '@latchkey/contracts/brand/palette'
import { brandStyles } from '@latchkey/contracts/brand/style-sheet'
import type { Plugin } from 'vite'
import { oldestBrowsers } from './browsers.ts'
import { iconImages } from './icon-images.ts'

const styles = 'virtual:brand.css'
/** Vite does not look for a file if an id begins with a zero byte. */
const resolved = `\0${styles}`

const { light, dark } = palette(brand)

/** The values for placeholders in index.html, such as `%NAME%`. */
const words: Record<string, string> = {
  NAME: brand.name,
  GROUND_LIGHT: light.ground,
  GROUND_DARK: dark.ground,
  BROWSERS: oldestBrowsers,
}

const makeFiles = async () => [
  { fileName: 'favicon.svg', type: 'image/svg+xml', source: favicon(brand) },
  { fileName: 'site.webmanifest', type: 'application/manifest+json', source: webManifest(brand) },
  ...(await iconImages(brand)),
]

/** Makes everything that the browser shows of the brand: name, icons, manifest, and a style sheet that `styles.css` uses. */
export function brandPage(): Plugin {
  return {
    name: 'latchkey:brand-page',
    resolveId: { filter: { id: /^virtual:brand\.css$/ }, handler: () => resolved },
    load: { filter: { id: /virtual:brand\.css$/ }, handler: () => brandStyles(brand) },
    transformIndexHtml: {
      order: 'pre',
      handler: page => page.replace(/%([A-Z_]+)%/g, (whole, word: string) => escapeHtml(words[word] ?? whole)),
    },
    async generateBundle() {
      for (const { fileName, source } of await makeFiles()) this.emitFile({ type: 'asset', fileName, source })
    },
    async configureServer({ middlewares }) {
      for (const { fileName, type, source } of await makeFiles())
        middlewares.use(`/${fileName}`, (_request, response) => {
          response.setHeader('Content-Type', type)
          response.end(source)
        })
    },
  }
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escapeHtml = (text: string) => text.replace(/[&<>"]/g, character => entities[character] ?? '')
