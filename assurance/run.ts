import { parseArgs } from 'node:util'
import { finish, reportFile, runStep } from '../tools/testing/step.mjs'
import { type Tally, vitestTally } from '../tools/testing/tally.mjs'

// `pnpm assurance` checks Latchkey's own checks. `--full` adds the steps that take hours.
const { values } = parseArgs({ options: { full: { type: 'boolean', default: false } } })

const steps = [
  { name: 'types of this folder', command: ['tsc', '-p', 'assurance'] },
  { name: 'supply chain', command: ['node', 'assurance/supply-chain/check.ts'] },
  { name: 'OpenAPI, by Redocly', command: ['pnpm', '--filter', '@latchkey/assurance', 'openapi'] },
  { name: 'every mutation finds its guard', command: ['node', 'assurance/mutations/check.ts'] },
  tests(),
  { name: 'evidence is complete', command: ['node', 'assurance/evidence/check.ts'] },
  mutations(values.full ? [] : ['--quick']),
  ...(values.full ? hours() : []),
] satisfies Parameters<typeof runStep>[0][]

const results = []
for (const step of steps) results.push(await runStep(step))
finish(results)

function tests() {
  const report = reportFile('assurance.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  return {
    name: 'tests of assurance',
    command: ['vitest', 'run', '--root=assurance', '--allowOnly=false', ...reporters] as [string, ...string[]],
    report,
    tallyOf: vitestTally,
  }
}

function mutations(options: readonly string[]) {
  return {
    name: 'tests notice removed guards',
    command: ['node', 'assurance/mutations/run.ts', ...options] as [string, ...string[]],
    report: reportFile('mutations.json'),
    tallyOf: (tally: Tally) => tally,
  }
}

/** Steps that take long, or need a quiet machine or other tools. */
function hours(): { name: string; command: [string, ...string[]] }[] {
  return [
    { name: 'this folder can be deleted', command: ['node', 'assurance/removal/check.ts'] },
    { name: 'all rounds of races', command: ['pnpm', '--filter', '@latchkey/assurance', 'races'] },
    { name: 'Stryker', command: ['pnpm', '--filter', '@latchkey/assurance', 'stryker'] },
    { name: 'Firefox and WebKit', command: ['node', 'assurance/browsers/run.ts'] },
    { name: 'journeys over https', command: ['node', 'assurance/journeys/run.ts'] },
    { name: 'alerts, by promtool', command: ['node', 'assurance/alerts/check.ts'] },
    { name: 'the image', command: ['node', 'assurance/image/run.ts'] },
    { name: 'another Postgres', command: ['pnpm', '--filter', '@latchkey/assurance', 'second-postgres'] },
    { name: 'import of 100,000 people', command: ['node', 'assurance/import/main.ts'] },
    { name: 'faults by real processes', command: ['node', 'assurance/faults/run.ts'] },
    { name: 'attacks', command: ['node', 'assurance/attack/run.ts'] },
    { name: 'timing', command: ['node', 'assurance/bench/src/timing.ts'] },
    { name: 'bench', command: ['node', 'assurance/bench/src/main.ts'] },
  ]
}
