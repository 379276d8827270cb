import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../tools/toolchain/run.mjs'
import { parse } from '../source/ast.ts'
import { titlesIn } from '../source/titles.ts'
import type { Mutation } from './mutation.ts'
import { isEnd } from './sources.ts'

/** A test, by its file and its titles: those of its groups, then its own. */
export interface Test {
  readonly file: string
  readonly titles: readonly string[]
}

const files = globSync(['{apps,packages}/*/{src,tests,testing}/**/*.test.{ts,tsx}', 'deploy/**/*.test.ts'], {
  cwd: root,
}).map(file => file.replaceAll(path.sep, '/'))
const known = new Map<string, string[][]>()

function titlesOf(file: string): string[][] {
  const titles = known.get(file) ?? titlesIn(parse(file, readFileSync(path.join(root, file), 'utf8')))
  known.set(file, titles)
  return titles
}

/** The tests that a mutation names: one, or those with the same title in several groups. @throws if there is none */
export function testsOf({ test, title }: Pick<Mutation, 'test' | 'title'>): Test[] {
  const [file, ...others] = files.filter(each => isEnd(each, test))
  if (!file || others.length > 0) throw new Error(`${others.length + (file ? 1 : 0)} test files end with ${test}`)
  const found = titlesOf(file).filter(titles => titles.at(-1) === title)
  if (found.length === 0) throw new Error(`${file} has no test “${title}”`)
  return found.map(titles => ({ file, titles }))
}
