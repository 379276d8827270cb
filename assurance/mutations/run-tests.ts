import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { run } from '../../tools/toolchain/run.mjs'
import { patternOf } from '../source/titles.ts'
import type { Test } from './tests.ts'

/** How the tests ended: `failed` if one failed, `nothing` if none finished. */
export type Outcome = 'passed' | 'failed' | 'nothing'

interface Report {
  readonly testResults: readonly { readonly assertionResults: readonly { readonly status: string }[] }[]
}

/** Runs these tests in a copy of the repository, one worker at a time. */
export async function runTests(folder: string, tests: readonly Test[], timeoutMs: number): Promise<Outcome> {
  const report = path.join(folder, 'test-results/mutation.json')
  rmSync(report, { force: true })
  const files = [...new Set(tests.map(({ file }) => file))]
  const names = `--testNamePattern=${[...new Set(tests.map(nameOf))].join('|')}`
  const options = ['--bail=1', '--maxWorkers=1', '--testTimeout=20000', '--reporter=json', `--outputFile=${report}`]
  const ended = await run('vitest', ['run', ...files, names, ...options], {
    cwd: folder,
    quiet: true,
    timeout: timeoutMs,
  })
  if (ended.interrupted) process.exit(130)
  const states = statesIn(report)
  if (states.includes('failed')) return 'failed'
  return states.includes('passed') ? 'passed' : 'nothing'
}

/** Vitest puts a space or ` > ` between the titles around a test. */
const nameOf = ({ titles }: Test) => `^${titles.map(patternOf).join('(?: | > )')}$`

function statesIn(report: string): string[] {
  try {
    const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report
    return testResults.flatMap(({ assertionResults }) => assertionResults.map(({ status }) => status))
  } catch {
    return []
  }
}
