import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../tools/toolchain/run.mjs'
import { type Node, parse, type Source } from '../source/ast.ts'
import { declarationsIn } from '../source/declarations.ts'
import type { Place } from '../source/find.ts'
import type { Mutation } from './mutation.ts'
import type { Edit } from './operators.ts'

const code = ['apps/*/src/**/*.{ts,tsx}', 'packages/*/src/**/*.ts', 'deploy/**/*.ts']
const other = ['prisma/*.sql', 'prisma/schema/*.prisma']

const isTypeScript = (file: string) => /\.tsx?$/.test(file)

/** All files that may hold a guard, without tests and generated files. */
function readSources(): Source[] {
  return globSync([...code, ...other], { cwd: root })
    .map(file => file.replaceAll(path.sep, '/'))
    .filter(file => !/\.test\.tsx?$|\/generated\//.test(file))
    .map(file => {
      const text = readFileSync(path.join(root, file), 'utf8')
      if (isTypeScript(file)) return parse(file, text)
      return { file, text, code: text, program: { type: 'Text', start: 0, end: text.length } }
    })
}

let sources: readonly Source[] | undefined

/** Finds a mutation's guard. @throws if there is no such declaration, or more than one */
export function placeOf({ in: name, file = '' }: Pick<Mutation, 'in' | 'file'>): Place {
  sources ??= readSources()
  const found = sources.filter(each => isEnd(each.file, file)).flatMap(source => placesIn(source, name))
  const [first, ...others] = found
  if (!first || others.length > 0)
    throw new Error(`“${name}” stands ${found.length} times: ${found.map(({ source }) => source.file).join(', ')}`)
  return first
}

/** Whether a path ends with these folders and this name. */
export const isEnd = (whole: string, end: string) => end === '' || whole === end || whole.endsWith(`/${end}`)

function placesIn(source: Source, name: string): Place[] {
  if (isTypeScript(source.file))
    return declarationsIn(source)
      .filter(declaration => declaration.name === name)
      .map(({ node }) => ({ source, node }))
  return statementsIn(source.text)
    .filter(({ start, end }) => source.text.slice(start, end).includes(name))
    .map(node => ({ source, node }))
}

/** The statements of an SQL file, or the blocks of a Prisma file. */
function statementsIn(text: string): Node[] {
  let start = 0
  return text.split(/;\n|\n\}\n/).map(statement => {
    const node = { type: 'Text', start, end: start + statement.length }
    start = node.end + 2
    return node
  })
}

/** The text of the mutation's file without its guard. @throws if the guard is not found, or the result is not TypeScript */
export function mutate(mutation: Mutation): { file: string; text: string } {
  const place = placeOf(mutation)
  const { file, text: whole } = place.source
  const text = apply(whole, mutation.change(place))
  if (text === whole) throw new Error(`${file}: nothing changes`)
  if (isTypeScript(file)) parse(file, text)
  return { file, text }
}

export const apply = (text: string, edits: readonly Edit[]): string =>
  edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((whole, edit) => whole.slice(0, edit.start) + edit.text + whole.slice(edit.end), text)
