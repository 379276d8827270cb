import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { Failure, root, run, toolEnvironment } from '../toolchain/run.mjs'
import { lineOf, readTally, sumOf } from './tally.mjs'

/**
 * @typedef {import('./tally.mjs').Tally} Tally
 * @typedef {{ name: string, command: [string, ...string[]], env?: NodeJS.ProcessEnv, report?: string, tallyOf?: (report: never) => Tally }} Step
 *   `report`: the file into which it writes what it counted, and `tallyOf` reads that; any other step is one failure where it fails
 * @typedef {{ name: string, seconds: number, tally: Tally }} Result
 */

/** Where runners leave their reports, by name. @param {string} name */
export const reportFile = name => join(root, 'test-results', name)

/** Takes a step, prints what it prints, and never throws because it failed. @param {Step} step @returns {Promise<Result>} */
export async function take({ name, command: [program, ...args], env = {}, report, tallyOf }) {
  const started = performance.now()
  console.log(`\n── ${name}`)
  try {
    // A run that crashes must not be counted by the report of an earlier one.
    if (report) rmSync(report, { force: true })
    const { code, interrupted } = await run(program, args, { env: { ...toolEnvironment, ...env } })
    if (interrupted) process.exit(code)
    const tally =
      report && tallyOf ? readTally(report, code, tallyOf) : { passed: 0, failed: code === 0 ? 0 : 1, skipped: 0 }
    return { name, seconds: (performance.now() - started) / 1000, tally }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    console.error(error.message)
    return oneFailure(name)
  }
}

/** What counts as a failure without having run. @param {string} name @returns {Result} */
export const oneFailure = name => ({ name, seconds: 0, tally: { passed: 0, failed: 1, skipped: 0 } })

/** Prints how each step ended, then the sum as the last line, and sets the exit code. @param {readonly Result[]} results */
export function finish(results) {
  console.log('')
  for (const { name, seconds, tally } of results)
    console.log(`${tally.failed > 0 ? 'FAILED' : 'ok    '} ${seconds.toFixed(1).padStart(6)} s  ${name}`)
  const sum = sumOf(results.map(({ tally }) => tally))
  console.log(`\n${lineOf(sum)}`)
  process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0
}
