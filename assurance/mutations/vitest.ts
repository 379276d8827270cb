import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { run } from '../../tools/toolchain/run.mjs'

const root = join(import.meta.dirname, '../..')

export interface Outcome {
  readonly file: string
  /** The sentences of the test and of what surrounds it. */
  readonly name: string
  readonly state: 'passed' | 'failed' | 'other'
}

interface Report {
  testResults: { name: string; assertionResults: { fullName: string; status: string }[] }[]
}

/**
 * How the tests of these files end, only those with `name` in their sentences where it is given. Nothing is answered of what took
 * longer than `timeout` in all, in milliseconds, or of a file that could not be read.
 */
export async function runTests(
  files: readonly string[],
  { name, timeout }: { name?: string; timeout: number },
): Promise<{ outcomes: Outcome[]; interrupted: boolean }> {
  const folder = mkdtempSync(join(tmpdir(), 'mutations-'))
  const report = join(folder, 'report.json')
  try {
    const only = name === undefined ? [] : ['--bail=1', `--testNamePattern=${literally(name)}`]
    const args = ['run', ...files, ...only, '--testTimeout=20000', '--reporter=json', `--outputFile=${report}`]
    const { interrupted } = await run('vitest', args, { quiet: true, timeout })
    return { outcomes: outcomesOf(report), interrupted }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function outcomesOf(report: string): Outcome[] {
  try {
    const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report
    return testResults.flatMap(({ name: file, assertionResults }) =>
      assertionResults.map(({ fullName, status }) => ({
        file: relative(root, file),
        name: fullName,
        state: status === 'passed' || status === 'failed' ? status : 'other',
      })),
    )
  } catch {
    return []
  }
}

/** Vitest writes its own sign between the sentences of what surrounds a test, and its report a space. */
const literally = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll(' ', '(?: | > )')
