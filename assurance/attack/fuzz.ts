import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Attack } from './attack.ts'
import { run } from './program.ts'

const seconds = 900
const runs = 200
const file = 'apps/api/tests/fuzz.slow.test.ts'

interface Report {
  success: boolean
  testResults: {
    message?: string
    assertionResults: { fullName: string; status: string; meta: { calls?: number } }[]
  }[]
}

/** Runs the fuzz test of every endpoint with a new seed, more runs, and every naughty string in every field. */
export const fuzz: Attack = {
  name: 'fuzz',
  limits: 'default',
  explained: {},
  async run(_target, folder) {
    const report = path.join(folder, 'report.json')
    const seed = Date.now() % 1_000_000
    const { isCut } = await run('vitest', ['run', file, '--reporter=json', `--outputFile=${report}`], {
      seconds,
      log: path.join(folder, 'vitest.log'),
      environment: { FUZZ_RUNS: String(runs), FUZZ_SEED: String(seed) },
    })
    const notes = [`the seed was ${seed}`]
    const written = await readFile(report, 'utf8').catch(() => null)
    if (written === null)
      return {
        requests: 0,
        findings: [isCut ? `did not end within ${seconds} s` : 'did not begin: see vitest.log'],
        notes,
      }
    const { success, testResults } = JSON.parse(written) as Report
    const tests = testResults.flatMap(({ assertionResults }) => assertionResults)
    const findings = tests.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName)
    const requests = Math.max(0, ...tests.map(({ meta }) => meta.calls ?? 0))
    // If the file throws while it loads, there is no test that could fail.
    if (requests === 0 || (!success && findings.length === 0))
      findings.push(`did not begin or did not end: ${testResults.map(({ message }) => message).join(' ')}`)
    return { requests, findings, notes }
  },
}
