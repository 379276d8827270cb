import { readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../tools/toolchain/run.mjs'
import { parse } from '../source/ast.ts'
import { titlesIn } from '../source/titles.ts'

/** One piece of evidence: a test, a group of tests, or a chapter of a document. */
export interface Entry {
  readonly file: string
  /** The titles of the groups around a test and its own title, as written; or the heading of a chapter. */
  readonly titles: readonly string[]
  /** The ids of the items that it shows, from `asvs.json`, `bug-classes.json` and `faults.json`. */
  readonly ids: readonly string[]
}

export interface Evidence {
  readonly tests: readonly Entry[]
  readonly documents: readonly Entry[]
}

type Map = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>

const separator = ' › '

/** Reads `map.json`: file, title, ids. */
export function readEvidence(): Evidence {
  const map: Map = JSON.parse(readFileSync(new URL('map.json', import.meta.url), 'utf8'))
  return evidenceOf(map)
}

export function evidenceOf(map: Map): Evidence {
  const entries = Object.entries(map).flatMap(([file, titles]) =>
    Object.entries(titles).map(([title, ids]) => ({
      file,
      titles: isDocument(file) ? [title] : title.split(separator),
      ids,
    })),
  )
  return {
    tests: entries.filter(({ file }) => !isDocument(file)),
    documents: entries.filter(({ file }) => isDocument(file)),
  }
}

const isDocument = (file: string) => file.endsWith('.md')

/** What the map names but does not exist: one sentence for each. `read` returns the text of a file, or null. */
export function strayEntries({ tests, documents }: Evidence, read = readFile): string[] {
  const known = new globalThis.Map<string, ReadonlySet<string> | null>()
  const titlesOf = (file: string) => {
    const titles = known.has(file) ? known.get(file) : namesIn(file, read(file))
    known.set(file, titles ?? null)
    return titles
  }
  return [...tests, ...documents].flatMap(({ file, titles }) => {
    const name = titles.join(separator)
    const names = titlesOf(file)
    if (!names) return [`map.json names ${file}, but there is no such file`]
    return names.has(name)
      ? []
      : [`map.json names “${name}”, but ${file} has no such ${isDocument(file) ? 'heading' : 'test'}`]
  })
}

function namesIn(file: string, text: string | null): ReadonlySet<string> | null {
  if (text === null) return null
  if (isDocument(file)) return new Set([...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => heading))
  return new Set(titlesIn(parse(file, text)).map(titles => titles.join(separator)))
}

function readFile(file: string): string | null {
  try {
    return readFileSync(path.join(root, file), 'utf8')
  } catch {
    return null
  }
}
