import { readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Chunk {
  file: string
  isEntry?: boolean
  css?: string[]
  imports?: string[]
}

const dist = join(import.meta.dirname, 'dist')
const signInPage = 'src/auth/sign-in/login-page.tsx'
/** Loads with the page, in one language. German is 0.3 kB longer. */
const words = '../../packages/contracts/src/words/en/web.ts'

/** The files of a chunk, of its static imports, and their styles. */
function filesOf(manifest: Record<string, Chunk>, name: string, seen = new Set<string>()): Set<string> {
  const chunk = manifest[name]
  if (!chunk || seen.has(chunk.file)) return seen
  for (const file of [chunk.file, ...(chunk.css ?? [])]) seen.add(file)
  for (const imported of chunk.imports ?? []) filesOf(manifest, imported, seen)
  return seen
}

/** All JavaScript and CSS that the sign-in page loads: from Vite's manifest and from index.html. */
function signInFiles(): string[] {
  const manifest: Record<string, Chunk> = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'))
  const page = readFileSync(join(dist, 'index.html'), 'utf8')
  // The page is part of the entry today. If it gets a chunk of its own, that counts too.
  const names = Object.keys(manifest).filter(name => manifest[name]?.isEntry || name === signInPage || name === words)
  const asked = [...page.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].map(([, file = '']) => file)
  return [...new Set([...names.flatMap(name => [...filesOf(manifest, name)]), ...asked])]
}

/** ADR 007: a phone must not wait for the sign-in page. Each file counts as served: compressed by the build. The words count too. */
const path = signInFiles().map(file => `dist/${file}.br`)

export default [{ name: 'The sign-in page', path, brotli: false, limit: '113.5 kB' }]
