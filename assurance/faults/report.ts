import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { leastFacts } from './enough.ts'
import { kinds } from './ledger.ts'
import { faults } from './list.ts'
import type { Outcome } from './scene.ts'

const resultsFile = path.join(import.meta.dirname, 'results.json')
const document = path.resolve(import.meta.dirname, '../../docs/reliability.md')

/** What the last run of a fault showed. */
export interface Result extends Outcome {
  /** The day, as 2026-11-28. */
  readonly date: string
  /** What was run, such as `1a2b3c4d`, with `+` if files differed from it. */
  readonly commit: string
  readonly command: string
  readonly tookSeconds: number
  /** How many processes of the machine wanted a processor when the row began, and how many there were. */
  readonly load?: number
  readonly cores?: number
}

/** With more processes than this for each processor, time limits say little. */
const mostLoad = 4

type Results = Record<string, Result>

/** The results of each fault's last run, by its id. */
const readResults = async (): Promise<Results> => JSON.parse(await readFile(resultsFile, 'utf8'))

/** Keeps a result in place of an older one of the same fault, and writes docs/reliability.md. */
export async function keepResult(id: string, result: Result): Promise<void> {
  const results = { ...(await readResults()), [id]: result }
  await writeFile(resultsFile, `${JSON.stringify(results, null, 2)}\n`)
  await writeFile(document, reliability(results))
}

/** The text of docs/reliability.md. */
export function reliability(results: Results): string {
  const isOneCommit = new Set(Object.values(results).map(({ commit }) => commit)).size <= 1
  const when = ({ date, commit, note, load = 0, cores = 1 }: Result) =>
    [
      isOneCommit ? date : `${date} at \`${commit}\``,
      load > mostLoad * cores && `on a busy machine: ${load} processes for ${cores} processors`,
      note,
    ]
      .filter(Boolean)
      .join('; ')
  const rows = faults.map(({ id, name, injected, holds }) => {
    const result = results[id]
    const shown = result
      ? [result.facts, result.lost.length, outage(result), when(result)]
      : ['', '', '', 'not run yet']
    return `| ${[name, injected, holds, ...shown].join(' | ')} |`
  })
  const sentences = (of: 'lost' | 'missed') =>
    faults.flatMap(({ id, name }) => (results[id]?.[of] ?? []).map(sentence => `- ${name}: ${sentence}`))
  const [lost, missed] = [sentences('lost'), sentences('missed')]
  return `# Reliability

What was broken on purpose, and what people lost by it. \`pnpm --filter @latchkey/assurance faults\` writes this page ([how](../assurance/faults/README.md)).

Three processes of the API run as in production behind Caddy with TLS, on a Postgres of their own. People sign up, sign in, mistype, change passwords, add
authenticator apps, use recovery codes, revoke sessions and sign out while the fault happens. A ledger keeps everything that was acknowledged.

Afterwards every session, living or ended, is tried at each process. Each person's password, the last one that it replaced, their app and one used recovery
code are tried at one process. The database must count each failed attempt, and hold no account that is half made. Where the last column says so,
\`latchkey audit verify\` checked the audit log.

A fact counts as checked only where it was compared. A row fails that checked fewer than ${leastFacts.long}, or fewer than its ledger holds, or none of a kind:
${kinds.join(', ')}. Secret rotation begins the counts of attempts anew, so they are left out there. "Migration interrupted" counts interruptions.
"Killed" means the processes, not the machine: their disk keeps what was written to it.

${runsOf(Object.values(results))} An outage is the longest time without a successful change by way of the proxy, with the time of the fault itself.

| fault | what was done | what had to hold | facts checked | lost | longest outage | when |
|---|---|---|---|---|---|---|
${rows.join('\n')}

${lost.length === 0 ? 'Nothing was lost.' : `What was lost:\n\n${lost.join('\n')}`}

${missed.length === 0 ? 'Everything else held too.' : `What did not hold otherwise:\n\n${missed.join('\n')}`}
`
}

/** When, of which commit and by which command the rows were run: one sentence for all, if they were run together. */
function runsOf(results: readonly Result[]): string {
  const sentences = new Set(
    results.map(({ date, commit, command }) => `Run on ${date} at commit \`${commit}\` by \`${command}\`.`),
  )
  return [...sentences].join(' ')
}

const outage = ({ longestOutageMs }: Outcome) =>
  longestOutageMs === undefined ? '' : `${(longestOutageMs / 1000).toFixed(1)} s`
