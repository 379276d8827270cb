import { execFileSync } from 'node:child_process'
import { availableParallelism, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { requireCaddy } from './caddy.ts'
import { faults } from './list.ts'
import { keepResult } from './report.ts'
import type { Fault } from './scene.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    short: { type: 'boolean', default: false },
  },
})
const options = { rounds: Number(values.rounds), seed: Number(values.seed), isShort: values.short }
const chosen = faults.filter(({ id }) => positionals.length === 0 || positionals.some(part => id.includes(part)))
const commit = readCommit()
const command = ['pnpm --filter @latchkey/assurance faults', ...process.argv.slice(2)].join(' ')

let failed = 0
try {
  requireCaddy()
  if (chosen.length === 0)
    throw new Error(`There is no such fault. These are: ${faults.map(({ id }) => id).join(', ')}`)
  for (const fault of chosen) failed += (await runRow(fault)) ? 0 : 1
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  failed += 1
}
process.stdout.write(`${chosen.length - failed} passed, ${failed} failed\n`)
process.exitCode = failed > 0 ? 1 : 0

/** Runs a row and keeps its result. One that cannot run to its end keeps the result of before, and the others go on. */
async function runRow(fault: Fault): Promise<boolean> {
  process.stdout.write(`${fault.name}: ${fault.injected}\n`)
  const began = performance.now()
  // Of the machine, before the row adds to it.
  const load = Math.round(loadavg()[0] ?? 0)
  try {
    const outcome = await fault.run(options)
    const tookSeconds = Math.round((performance.now() - began) / 1000)
    const date = new Date().toISOString().slice(0, 10)
    const machine = { load, cores: availableParallelism() }
    await keepResult(fault.id, { ...outcome, date, commit, command, tookSeconds, ...machine })
    const { facts, lost, missed = [], note } = outcome
    process.stdout.write(`  ${facts} facts checked, ${lost.length} lost, ${tookSeconds} s${note ? `; ${note}` : ''}\n`)
    for (const sentence of [...lost, ...missed]) process.stdout.write(`  ${sentence}\n`)
    return lost.length + missed.length === 0
  } catch (error) {
    const { message, stack } = error as Error
    process.stderr.write(`  It could not run to its end: ${message || stack}\n`)
    return false
  }
}

/** The commit that is checked out, with `+` if other files than the results differ from it. */
function readCommit(): string {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8' }).trim()
  const written = [':(exclude,top)docs/reliability.md', ':(exclude,top)assurance/faults/results.json']
  const isChanged = git('status', '--porcelain', '--', ':/', ...written) !== ''
  return `${git('rev-parse', '--short=8', 'HEAD')}${isChanged ? '+' : ''}`
}
