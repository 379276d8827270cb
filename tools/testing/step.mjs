import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { Failure, root, run, toolEnvironment } from '../toolchain/run.mjs'
import { lineOf, readTally, sumOf } from './tally.mjs'

/**
 * @typedef {import('./tally.mjs').Tally} Tally
 * @typedef {{ name: string, command: [string, ...string[]], env?: NodeJS.ProcessEnv, quiet?: boolean, report?: string, tallyOf?: (report: never) => Tally }} Step
 *   `quiet`: its output is printed when it has ended, because another step runs at the same time.
 *   `report`: the file with the step's counts, which `tallyOf` reads. A step without a report counts as one failure if it fails.
 * @typedef {{ name: string, seconds: number, tally: Tally }} Result
 */

/** The path of a runner's report, by its name. @param {string} name */
export const reportFile = name => join(root, 'test-results', name)

/** Runs a step and prints its output. A failed step does not throw. @param {Step} step @returns {Promise<Result>} */
export async function runStep({ name, command: [program, ...args], env = {}, quiet = false, report, tallyOf }) {
  const started = performance.now()
  if (!quiet) console.log(`\n── ${name}`)
  try {
    // A run that crashes must not be counted with the report of an earlier run.
    if (report) rmSync(report, { force: true })
    const { code, output, interrupted } = await run(program, args, { env: { ...toolEnvironment, ...env }, quiet })
    if (interrupted) process.exit(code)
    if (quiet) console.log(`\n── ${name}\n${output}`)
    const tally =
      report && tallyOf ? readTally(report, code, tallyOf) : { passed: 0, failed: code === 0 ? 0 : 1, skipped: 0 }
    return { name, seconds: (performance.now() - started) / 1000, tally }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    console.error(error.message)
    return oneFailure(name)
  }
}

/** The result of a step that could not run. @param {string} name @returns {Result} */
export const oneFailure = name => ({ name, seconds: 0, tally: { passed: 0, failed: 1, skipped: 0 } })

/** Prints the result of each step and, as the last line, the total. Sets the exit code. @param {readonly Result[]} results */
export function finish(results) {
  console.log('')
  for (const { name, seconds, tally } of results)
    console.log(`${tally.failed > 0 ? 'FAILED' : 'ok    '} ${seconds.toFixed(1).padStart(6)} s  ${name}`)
  const sum = sumOf(results.map(({ tally }) => tally))
  console.log(`\n${lineOf(sum)}`)
  process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0
}
