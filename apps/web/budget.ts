import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { brotliCompressSync, constants } from 'node:zlib'

/** What the sign-in page may cost to load: all of its JavaScript and CSS, after brotli. */
const budgetBytes = 112_000

const dist = join(import.meta.dirname, 'dist')
const signInPage = 'src/auth/sign-in/login-page.tsx'

interface Chunk {
  file: string
  isEntry?: boolean
  css?: string[]
  imports?: string[]
}

const manifest: Record<string, Chunk> = JSON.parse(await readFile(join(dist, '.vite/manifest.json'), 'utf8'))

/** A chunk, what it imports before it runs, and their styles. */
function filesOf(name: string, seen = new Set<string>()): Set<string> {
  const chunk = manifest[name]
  if (!chunk || seen.has(chunk.file)) return seen
  for (const file of [chunk.file, ...(chunk.css ?? [])]) seen.add(file)
  for (const imported of chunk.imports ?? []) filesOf(imported, seen)
  return seen
}

const files = new Set<string>()
// The page is part of the entry today; were it loaded by itself, it would count all the same.
for (const [name, { isEntry }] of Object.entries(manifest)) if (isEntry || name === signInPage) filesOf(name, files)

// index.html is asked too: what it loads counts, whether or not the manifest knows of it.
const page = await readFile(join(dist, 'index.html'), 'utf8')
for (const [, file = ''] of page.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)) files.add(file)

let total = 0
for (const file of files) {
  const content = await readFile(join(dist, file))
  const { length } = brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } })
  total += length
  process.stdout.write(`${length.toLocaleString('en').padStart(9)}  ${file}\n`)
}
process.stdout.write(
  `${total.toLocaleString('en').padStart(9)}  of ${budgetBytes.toLocaleString('en')} bytes for the sign-in page\n`,
)

if (files.size === 0 || total > budgetBytes) {
  process.stderr.write('The sign-in page is over its budget: see what it loads with `vite build`.\n')
  process.exitCode = 1
}

// What `dropSummaries` leaves out is known by the contract itself, not by how its sources are written.
const contracts = join(import.meta.dirname, '../../packages/contracts/src')
const summaries: string[] = []
for (const name of await readdir(contracts)) {
  if (name.endsWith('.test.ts')) continue
  const exported: object = await import(pathToFileURL(join(contracts, name)).href)
  for (const { summary } of Object.values(exported).map(Object))
    if (typeof summary === 'string') summaries.push(summary)
}
const assets = join(dist, 'assets')
for (const name of await readdir(assets)) {
  const content = name.endsWith('.js') ? await readFile(join(assets, name), 'utf8') : ''
  const told = summaries.find(summary => content.includes(summary))
  if (told === undefined) continue
  process.stderr.write(`${name} holds a summary of the contract that no page shows: "${told}"\n`)
  process.exitCode = 1
}
if (summaries.length === 0) throw new Error('The contract has no summaries to look for')
