import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'

interface Chunk {
  file: string
  isEntry?: boolean
  css?: string[]
  imports?: string[]
}

/** What each page loads beside its own chunk, in one language. German is 0.3 kB longer. */
const words = '../../packages/contracts/src/words/en/web.ts'

/** In kB of JavaScript and CSS, as served: compressed by the build. A phone must not wait for these pages (ADR 007). */
const budgets = [
  { page: 'sign-in', most: 112, modules: ['src/auth/sign-in/login-page.tsx'] },
  {
    page: 'sign-up with its hint',
    most: 165,
    modules: ['src/auth/sign-up/sign-up-page.tsx', 'src/platform/ui/strength.ts'],
  },
  { page: 'settings', most: 145, modules: ['src/signed-in-layout.tsx', 'src/auth/account/settings-page.tsx'] },
]
/** Above its budget a page gets a warning, and from here on the check fails. */
const failsFrom = 1.1

const dist = path.join(import.meta.dirname, 'dist')
const manifest: Record<string, Chunk> = JSON.parse(readFileSync(path.join(dist, '.vite/manifest.json'), 'utf8'))
// The sign-in page is part of the entry today. If it gets a chunk of its own, that counts too.
const entries = Object.keys(manifest).filter(name => manifest[name]?.isEntry)

/** The files of a chunk, of its static imports, and their styles. */
function filesOf(name: string, seen = new Set<string>()): Set<string> {
  const chunk = manifest[name]
  if (!chunk) throw new Error(`The build has no chunk for ${name}: correct check-budgets.ts.`)
  if (seen.has(chunk.file)) return seen
  for (const file of [chunk.file, ...(chunk.css ?? [])]) seen.add(file)
  for (const imported of chunk.imports ?? []) filesOf(imported, seen)
  return seen
}

for (const { page, most, modules } of budgets) {
  const files = new Set([...entries, words, ...modules].flatMap(name => [...filesOf(name)]))
  const kB = [...files].reduce((sum, file) => sum + statSync(path.join(dist, `${file}.br`)).size, 0) / 1000
  const excess = kB > most ? `, ${(kB - most).toFixed(2)} kB over` : ''
  process.stdout.write(`${page}: ${kB.toFixed(2)} of ${most} kB${excess}\n`)
  if (kB >= most * failsFrom) process.exitCode = 1
}
