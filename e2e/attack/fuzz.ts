import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Attack } from './attack.ts'
import { run } from './program.ts'

const seconds = 900
const runs = 200

interface Report {
  testResults: {
    assertionResults: { fullName: string; status: string; meta: { calls?: number } }[]
  }[]
}

/** The test that fuzzes every endpoint, with another seed each time, more runs, and every naughty string in every place. */
export const fuzz: Attack = {
  name: 'fuzz',
  limits: 'relaxed',
  explained: {},
  async run(_target, folder) {
    const report = path.join(folder, 'report.json')
    const seed = Date.now() % 1_000_000
    await run('vitest', ['run', 'apps/api/src/fuzz.test.ts', '--reporter=json', `--outputFile=${report}`], {
      seconds,
      log: path.join(folder, 'vitest.log'),
      environment: { FUZZ_RUNS: String(runs), FUZZ_SEED: String(seed) },
    })
    const { testResults } = JSON.parse(await readFile(report, 'utf8')) as Report
    const tests = testResults.flatMap(({ assertionResults }) => assertionResults)
    return {
      requests: Math.max(0, ...tests.map(({ meta }) => meta.calls ?? 0)),
      findings: tests.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
      notes: [`the seed was ${seed}`],
    }
  },
}
