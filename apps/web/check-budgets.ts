import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

interface Chunk {
  file: string
  isEntry?: boolean
  css?: string[]
  imports?: string[]
}

/** The words of a room, in English. German ones are a little longer. */
const words = (...rooms: string[]) => rooms.map(room => `../../packages/contracts/src/words/en/${room}.ts`)

/**
 * In kB of JavaScript and CSS, as served: compressed by the build. A phone must not wait for these pages (ADR 032). The sign-in page is
 * part of the entry.
 */
const budgets = [
  { page: 'sign-in', most: 112, modules: [] },
  {
    page: 'sign-up with its hint',
    most: 165,
    modules: [
      'src/auth/sign-up/sign-up-page.tsx',
      'src/platform/ui/strength.ts',
      ...words('sign-up', 'send-again', 'all-fields', 'strength'),
    ],
  },
  {
    page: 'settings',
    most: 145,
    modules: [
      'src/signed-in-layout.tsx',
      'src/auth/account/settings-page.tsx',
      ...words('shell', 'account', 'all-fields', 'times', 'strength'),
    ],
  },
]
/** Above its budget a page gets a warning, and from here on the check fails. */
const failsFrom = 1.1

const dist = path.join(import.meta.dirname, 'dist')
const manifest: Record<string, Chunk> = JSON.parse(readFileSync(path.join(dist, '.vite/manifest.json'), 'utf8'))
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

/** The build compresses no file that is too small to gain from it. */
const bytesServed = (file: string) => statSync(existsSync(`${file}.br`) ? `${file}.br` : file).size

for (const { page, most, modules } of budgets) {
  const files = new Set([...entries, ...words('web'), ...modules].flatMap(name => [...filesOf(name)]))
  const kB = [...files].reduce((sum, file) => sum + bytesServed(path.join(dist, file)), 0) / 1000
  const excess = kB > most ? `, ${(kB - most).toFixed(2)} kB over` : ''
  process.stdout.write(`${page}: ${kB.toFixed(2)} of ${most} kB${excess}\n`)
  if (kB >= most * failsFrom) process.exitCode = 1
}
