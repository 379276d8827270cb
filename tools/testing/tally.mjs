import { readFileSync } from 'node:fs'

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

/**
 * Counts the tests in the report of Vitest's JSON reporter. A file that could not run counts as a failure.
 * @param {{ testResults: { status: string, assertionResults: { status: string }[] }[] }} report
 * @returns {Tally}
 */
export const vitestTally = ({ testResults }) =>
  sumOf(
    testResults.map(({ status, assertionResults }) => {
      const passed = assertionResults.filter(test => test.status === 'passed').length
      const failed = assertionResults.filter(test => test.status === 'failed').length
      const couldNotRun = status === 'failed' && failed === 0
      return { passed, failed: couldNotRun ? 1 : failed, skipped: assertionResults.length - passed - failed }
    }),
  )

/**
 * Counts the tests in the report of Playwright's JSON reporter. A flaky test and an error outside of the tests count as failures.
 * @param {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number }, errors: unknown[] }} report
 * @returns {Tally}
 */
export const playwrightTally = ({ stats: { expected, unexpected, flaky, skipped }, errors }) => ({
  passed: expected,
  failed: unexpected + flaky + errors.length,
  skipped,
})

/**
 * Reads the counts from a runner's report. A run that crashed, found no test, or failed outside of its tests counts as one failure.
 * @template Report
 * @param {string} file
 * @param {number} exitCode
 * @param {(report: Report) => Tally} tallyOf
 * @returns {Tally}
 */
export function readTally(file, exitCode, tallyOf) {
  /** @type {Tally} */
  let tally = { passed: 0, failed: 0, skipped: 0 }
  try {
    tally = tallyOf(JSON.parse(readFileSync(file, 'utf8')))
  } catch {}
  const ranNothing = tally.passed + tally.failed === 0
  const failedOutside = exitCode !== 0 && tally.failed === 0
  return ranNothing || failedOutside ? { ...tally, failed: 1 } : tally
}

/** @param {readonly Tally[]} tallies @returns {Tally} */
export const sumOf = tallies =>
  tallies.reduce(
    (sum, { passed, failed, skipped }) => ({
      passed: sum.passed + passed,
      failed: sum.failed + failed,
      skipped: sum.skipped + skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  )

/** @param {Tally} tally */
export const lineOf = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
