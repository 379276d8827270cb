import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'
import { houses } from './table.ts'

/** A source file and what it imports: paths in this repository, or the names of packages. */
export interface Source {
  readonly file: string
  readonly imports: readonly string[]
  readonly lines: number
}

const root = path.resolve(import.meta.dirname, '../..')

/** Every source file of the apps and packages, tests included and what is generated left out. */
export function readSources(): Source[] {
  return globSync('{apps,packages}/*/src/**/*.{ts,tsx}', { cwd: root })
    .map(file => file.replaceAll(path.sep, '/'))
    .filter(file => !file.includes('/generated/'))
    .sort()
    .map(file => {
      const text = readFileSync(path.join(root, file), 'utf8')
      return { file, imports: importsIn(text, file), lines: text.split('\n').length - 1 }
    })
}

/** What a file imports, for its types too, lazily too. */
export function importsIn(text: string, file: string): string[] {
  const found = new Set<string>()
  const take = ({ source }: { source?: unknown }) => {
    const specifier = (source as { value?: unknown } | null | undefined)?.value
    if (typeof specifier === 'string') found.add(resolve(specifier, file))
  }
  new Visitor({
    ImportDeclaration: take,
    ExportNamedDeclaration: take,
    ExportAllDeclaration: take,
    ImportExpression: take,
    TSImportType: take,
  }).visit(parseSync(file, text).program)
  return [...found]
}

/** The path of what a specifier names, where it lies in this repository. */
function resolve(specifier: string, from: string): string {
  if (specifier.startsWith('.')) return path.posix.join(path.posix.dirname(from), specifier)
  const house = houses.find(({ name }) => specifier.startsWith(`${name}/`))
  return house ? `${house.folder}${specifier.slice(house.name.length)}.ts` : specifier
}
