import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { initWasm, Resvg } from '@resvg/resvg-wasm'

// The library must load its program itself, and once. So it is imported where it is needed: a command that sends no mail need not wait.
await initWasm(await readFile(fileURLToPath(import.meta.resolve('@resvg/resvg-wasm/index_bg.wasm')))).catch(error => {
  // A test may load this file anew, while the library stays loaded.
  if (!String(error).includes('Already initialized')) throw error
})

export { Resvg }
