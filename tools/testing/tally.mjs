import { readFileSync, writeFileSync } from 'node:fs'

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

/** The variable that names the file into which a test runner's reporter writes what it counted. */
const variable = 'TALLY_FILE'

/** @param {string} file */
export const tallyInto = file => ({ [variable]: file })

/** Leaves a reporter's counts for the run that asked for them; a run by hand asks for none. @param {Tally} tally */
export function leaveTally(tally) {
  const file = process.env[variable]
  if (file) writeFileSync(file, JSON.stringify(tally))
}

/**
 * What a test runner counted. A run that crashed, that found no test, or that failed outside of its tests counts as one
 * failure, so silence is never taken for success.
 * @param {string} file
 * @param {number} exitCode
 * @returns {Tally}
 */
export function readTally(file, exitCode) {
  /** @type {Tally} */
  let tally = { passed: 0, failed: 0, skipped: 0 }
  try {
    tally = JSON.parse(readFileSync(file, 'utf8'))
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
