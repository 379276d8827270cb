import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../tools/toolchain/run.mjs'
import type { Tag } from './tags.ts'

export type Result = 'passed' | 'failed' | 'did not run'

/** A test that was run, with the titles of the groups around it. */
export interface TestRun {
  readonly titles: readonly string[]
  readonly result: Result
}

const folder = path.join(root, 'node_modules/.cache/evidence')
const fileOf = (file: string) => path.join(folder, `${file.replaceAll('/', '--')}.json`)

/** A changed test has not run. Tags may change, since they are not what runs. */
function digestOf(file: string): string {
  const text = readFileSync(path.join(root, file), 'utf8').replaceAll(/^\s*\/\/ evidence:.*\n/gm, '')
  return createHash('sha256').update(text).digest('hex')
}

/** Keeps what became of the tests of a file, in place of what was kept of it before. @param file an absolute path */
export function keepResults(file: string, runs: readonly TestRun[]): void {
  const name = path.relative(root, file).replaceAll(path.sep, '/')
  mkdirSync(folder, { recursive: true })
  writeFileSync(fileOf(name), JSON.stringify({ digest: digestOf(name), runs }))
}

/** What became of the tests of a file when they last ran as they are written now; of none, if they did not. */
export function readResults(file: string): readonly TestRun[] {
  try {
    const { digest, runs } = JSON.parse(readFileSync(fileOf(file), 'utf8'))
    return digest === digestOf(file) ? runs : []
  } catch {
    return []
  }
}

/** What became of the tests under a tag: passed, where at least one ran and all passed. */
export function resultOf({ titles }: Pick<Tag, 'titles'>, runs: readonly TestRun[]): Result {
  const patterns = titles.map(patternOf)
  const results = runs
    .filter(run => patterns.every((pattern, depth) => pattern.test(run.titles[depth] ?? '')))
    .map(({ result }) => result)
  if (results.includes('failed')) return 'failed'
  return results.length > 0 && results.every(result => result === 'passed') ? 'passed' : 'did not run'
}

/** Matches a title with its placeholders filled in: those of `printf`, `$name`, and `%s` for `${…}`. */
function patternOf(title: string): RegExp {
  const literal = title.split(/%[sdifjoO#$]|\$[\w.]+/).map(part => part.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'))
  return new RegExp(`^${literal.join('.*')}$`, 's')
}
