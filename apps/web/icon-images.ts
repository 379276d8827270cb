import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Brand } from '@latchkey/contracts/brand/brand-type'
import { icons } from '@latchkey/contracts/brand/icons'
import { tile } from '@latchkey/contracts/brand/tile'
import { initWasm, Resvg } from '@resvg/resvg-wasm'

/** Draws the icons of home screens as PNG files. */
export async function iconImages(brand: Brand) {
  const program = await readFile(fileURLToPath(import.meta.resolve('@resvg/resvg-wasm/index_bg.wasm')))
  await initWasm(program).catch(error => {
    // Vite may load this file anew, while the library stays loaded.
    if (!String(error).includes('Already initialized')) throw error
  })
  return icons(brand).map(icon => ({
    fileName: icon.fileName,
    type: 'image/png',
    source: new Resvg(tile(brand, icon)).render().asPng(),
  }))
}
