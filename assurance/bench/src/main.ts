import { parseArgs } from 'node:util'
import { describeMachine, describeMoment } from './machine.ts'
import { startPostgres } from './postgres.ts'
import { print, type Section, say, writeReport } from './report.ts'
import type { Plan } from './rounds.ts'
import { flood } from './scenarios/flood.ts'
import { growth } from './scenarios/growth.ts'
import { memory } from './scenarios/memory.ts'
import { observability } from './scenarios/observability.ts'
import { requests } from './scenarios/requests.ts'
import { revocation } from './scenarios/revocation.ts'
import { secondService } from './scenarios/second-service.ts'
import { signIns } from './scenarios/sign-ins.ts'

const scenarios = {
  ...{ requests, observability, 'second-service': secondService, 'sign-ins': signIns },
  ...{ flood, memory, growth, revocation },
}

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  allowNegative: true,
  options: {
    rounds: { type: 'string', default: '7' },
    seconds: { type: 'string', default: '3' },
    revocations: { type: 'string', default: '1000' },
    'flood-seconds': { type: 'string', default: '30' },
    sizes: { type: 'string', default: '10000,100000,1000000' },
    write: { type: 'boolean', default: true },
  },
})
const plan: Plan = {
  rounds: Number(flags.rounds),
  seconds: Number(flags.seconds),
  warmUpSeconds: Number(flags.seconds),
  revocations: Number(flags.revocations),
  floodSeconds: Number(flags['flood-seconds']),
  sizes: flags.sizes.split(',').map(Number),
}

async function main(): Promise<void> {
  const names = Object.keys(scenarios) as (keyof typeof scenarios)[]
  const unknown = positionals.filter(name => !names.includes(name as never))
  if (unknown.length > 0) throw new Error(`There is no ${unknown.join(', ')}; there are ${names.join(', ')}.`)
  const chosen = positionals.length === 0 ? names : names.filter(name => positionals.includes(name))

  const postgres = await startPostgres()
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => postgres.stop().finally(() => process.exit(1)))
  try {
    const sections: Section[] = [{ name: 'machine', text: describeMachine(postgres.version) }]
    for (const name of chosen) {
      say(`${name} …`)
      const when = describeMoment()
      sections.push({ name, text: `${await scenarios[name](postgres, plan)}\n\n${when}` })
    }
    for (const { name, text } of sections) print(`\n## ${name}\n\n${text}`)
    if (flags.write) writeReport(sections)
  } finally {
    await postgres.stop()
  }
}

await main()
