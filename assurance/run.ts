import { parseArgs } from 'node:util'
import { finish, reportFile, take } from '../tools/testing/step.mjs'
import { type Tally, vitestTally } from '../tools/testing/tally.mjs'

// `pnpm assurance`: what shows that the checks themselves are worth something. `--full` also takes the hours.
const { values } = parseArgs({ options: { full: { type: 'boolean', default: false } } })

const steps = [
  { name: 'types of this folder', command: ['tsc', '-p', 'assurance'] },
  { name: 'supply chain', command: ['node', 'assurance/supply-chain/check.ts'] },
  { name: 'mutations find their guards', command: ['node', 'assurance/mutations/check.ts'] },
  tests(),
  { name: 'evidence is complete', command: ['node', 'assurance/evidence/check.ts'] },
  mutations(values.full ? [] : ['--quick']),
  ...(values.full ? hours() : []),
] satisfies Parameters<typeof take>[0][]

const results = []
for (const step of steps) results.push(await take(step))
finish(results)

function tests() {
  const report = reportFile('assurance.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  return {
    name: 'tests of this folder',
    command: ['vitest', 'run', '--root=assurance', '--allowOnly=false', ...reporters] as [string, ...string[]],
    report,
    tallyOf: vitestTally,
  }
}

function mutations(options: readonly string[]) {
  return {
    name: 'guards that are taken out are noticed',
    command: ['node', 'assurance/mutations/run.ts', ...options] as [string, ...string[]],
    report: reportFile('mutations.json'),
    tallyOf: (tally: Tally) => tally,
  }
}

/** What takes long, needs a quiet machine, or tools of others. */
function hours(): { name: string; command: [string, ...string[]] }[] {
  return [
    { name: 'this folder can be deleted', command: ['node', 'assurance/removal/check.ts'] },
    { name: 'mutants of Stryker', command: ['pnpm', '--filter', '@latchkey/assurance', 'stryker'] },
    { name: 'attacks', command: ['node', 'assurance/attack/run.ts'] },
    { name: 'time does not tell', command: ['node', 'assurance/bench/src/timing.ts'] },
    { name: 'bench', command: ['node', 'assurance/bench/src/main.ts'] },
  ]
}
