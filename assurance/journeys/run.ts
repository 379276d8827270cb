import { fileURLToPath } from 'node:url'
import { finish, reportFile, runStep } from '../../tools/testing/step.mjs'
import { playwrightTally } from '../../tools/testing/tally.mjs'
import { requireCaddy } from '../faults/caddy.ts'
import { notApplicable } from './not-applicable.ts'

/** So many failures have one cause. Each may take minutes, so the rest is not run. */
const longestListOfFailures = 20

for (const { title, why } of notApplicable) process.stdout.write(`left out: ${title}: ${why}\n`)
try {
  requireCaddy()
  finish([await runStep(journeys(process.argv.slice(2)))])
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = 1
}

/** Playwright lists by name what failed. The last line counts; "skipped" is what did not run after too many failures. */
function journeys(chosen: readonly string[]): Parameters<typeof runStep>[0] {
  const report = reportFile('journeys-over-https.json')
  const options = [
    '--config=e2e/playwright.config.ts',
    // Each worker has a Caddy, three servers and a database.
    '--workers=2',
    `--grep-invert=${notApplicable.map(({ title }) => title).join('|')}`,
    `--max-failures=${longestListOfFailures}`,
    '--fail-on-flaky-tests',
    '--reporter=list,json',
  ]
  return {
    name: 'journeys over https',
    command: ['playwright', 'test', ...options, ...chosen],
    env: {
      E2E_CLUSTER: fileURLToPath(import.meta.resolve('./cluster.ts')),
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    },
    report,
    tallyOf: playwrightTally,
  }
}
