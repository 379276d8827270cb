import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../tools/toolchain/run.mjs'
import { patternOf } from '../source/titles.ts'
import type { Entry } from './map.ts'

export type Result = 'passed' | 'failed' | 'did not run'

/** A test that ran, with the titles of the groups around it. */
export interface TestRun {
  readonly titles: readonly string[]
  readonly result: Result
}

/** The results of the tests, by file. */
export type Results = ReadonlyMap<string, readonly TestRun[]>

interface VitestReport {
  readonly startTime: number
  readonly testResults: readonly {
    readonly name: string
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[]
      readonly title: string
      readonly status: string
    }[]
  }[]
}

interface PlaywrightSuite {
  readonly title: string
  readonly file: string
  readonly suites?: readonly PlaywrightSuite[]
  readonly specs: readonly { readonly title: string; readonly tests: readonly { readonly status: string }[] }[]
}

interface PlaywrightReport {
  readonly config: { readonly rootDir: string }
  readonly stats: { readonly startTime: string }
  readonly suites: readonly PlaywrightSuite[]
}

const folder = path.join(root, 'test-results')

/** The reports of the last run of `npm test` and of the tests of this folder; null if `npm test` has not run. */
export function readResults(): Results | null {
  const [others, pages, own] = ['vitest.json', 'vitest-pages.json', 'assurance.json'].map(read<VitestReport>)
  const playwright = read<PlaywrightReport>('playwright.json')
  if (!others && !pages && !playwright) return null
  const ofVitest = [others, pages, own].map(report => report && fromVitest(report))
  const found = [...ofVitest, playwright && fromPlaywright(playwright)]
  return new Map(found.flatMap(each => [...(each ?? [])]))
}

function read<Report>(name: string): Report | null {
  try {
    return JSON.parse(readFileSync(path.join(folder, name), 'utf8'))
  } catch {
    return null
  }
}

const states: Readonly<Record<string, Result>> = {
  passed: 'passed',
  failed: 'failed',
  expected: 'passed',
  unexpected: 'failed',
  flaky: 'failed',
}

export const fromVitest = ({ startTime, testResults }: VitestReport): Results =>
  new Map(
    testResults
      .filter(({ name }) => isUnchanged(name, startTime))
      .map(({ name, assertionResults }) => [
        nameOf(name),
        assertionResults.map(({ ancestorTitles, title, status }) => ({
          titles: [...ancestorTitles, title],
          result: states[status] ?? 'did not run',
        })),
      ]),
  )

export const fromPlaywright = ({ config, stats, suites }: PlaywrightReport): Results =>
  new Map(
    suites
      .map(suite => [path.join(config.rootDir, suite.file), suite] as const)
      .filter(([file]) => isUnchanged(file, Date.parse(stats.startTime)))
      .map(([file, suite]) => [nameOf(file), runsOf(suite, [])]),
  )

function runsOf({ specs, suites = [] }: PlaywrightSuite, around: readonly string[]): TestRun[] {
  return [
    ...specs.flatMap(({ title, tests }) =>
      tests.map(({ status }) => ({ titles: [...around, title], result: states[status] ?? 'did not run' })),
    ),
    ...suites.flatMap(suite => runsOf(suite, [...around, suite.title])),
  ]
}

const nameOf = (file: string) => path.relative(root, file).replaceAll(path.sep, '/')

/** A test file that changed after the run counts as not run. */
function isUnchanged(file: string, startTime: number): boolean {
  const time = statSync(file, { throwIfNoEntry: false })?.mtimeMs
  return time !== undefined && time <= startTime
}

/** The result of an entry's tests: passed if at least one ran and all passed. */
export function resultOf({ titles }: Pick<Entry, 'titles'>, runs: readonly TestRun[]): Result {
  const patterns = titles.map(title => new RegExp(`^${patternOf(title)}$`, 's'))
  const results = runs
    .filter(run => patterns.every((pattern, depth) => pattern.test(run.titles[depth] ?? '')))
    .map(({ result }) => result)
  if (results.includes('failed')) return 'failed'
  return results.length > 0 && results.every(result => result === 'passed') ? 'passed' : 'did not run'
}
