import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Failure, run, toolEnvironment } from '../toolchain/run.mjs'
import { readTally, tallyInto } from './tally.mjs'

/**
 * @typedef {{ name: string, command: [string, ...string[]], env?: NodeJS.ProcessEnv, counts?: boolean }} Step
 *   `counts`: it holds tests, and a reporter counts them; any other step is one failure where it fails
 * @typedef {{ name: string, seconds: number, tally: import('./tally.mjs').Tally }} Result
 */

const scratch = mkdtempSync(join(tmpdir(), 'latchkey-tally-'))
process.once('exit', () => rmSync(scratch, { recursive: true, force: true }))

/** Takes a step, prints what it prints, and never throws because it failed. @param {Step} step @returns {Promise<Result>} */
export async function take({ name, command: [program, ...args], env = {}, counts = false }) {
  const file = join(scratch, `${name}.json`)
  const started = performance.now()
  console.log(`\n── ${name}`)
  try {
    const { code, interrupted } = await run(program, args, { env: { ...toolEnvironment, ...tallyInto(file), ...env } })
    if (interrupted) process.exit(code)
    const tally = counts ? readTally(file, code) : { passed: 0, failed: code === 0 ? 0 : 1, skipped: 0 }
    return { name, seconds: (performance.now() - started) / 1000, tally }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    console.error(error.message)
    return oneFailure(name)
  }
}

/** What counts as a failure without having run. @param {string} name @returns {Result} */
export const oneFailure = name => ({ name, seconds: 0, tally: { passed: 0, failed: 1, skipped: 0 } })
