import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { faults, shownByTests } from './list.ts'
import type { Outcome } from './scene.ts'

const resultsFile = path.join(import.meta.dirname, 'results.json')
const document = path.resolve(import.meta.dirname, '../../docs/reliability.md')

/** What the last run of a fault showed. */
export interface Result extends Outcome {
  /** The day, as 2026-11-28. */
  readonly date: string
  readonly command: string
  readonly tookSeconds: number
}

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
  const rows = faults.map(({ id, name, injected, holds }) => {
    const result = results[id]
    const shown = result
      ? [result.facts, result.lost.length, outage(result), [result.date, result.note].filter(Boolean).join('; ')]
      : ['', '', '', 'not run yet']
    return `| ${[name, injected, holds, ...shown].join(' | ')} |`
  })
  const lost = faults.flatMap(({ id, name }) => (results[id]?.lost ?? []).map(sentence => `- ${name}: ${sentence}`))
  const commands = [...new Set(Object.values(results).map(({ command }) => `\`${command}\``))]
  return `# Reliability

What was broken on purpose, and what people lost by it. \`pnpm --filter @latchkey/assurance faults\` writes this page ([how](../assurance/faults/README.md)).

Three processes of the API run as in production behind Caddy with TLS, on a Postgres of their own. People sign up, sign in, change passwords, add
authenticator apps, use recovery codes, revoke sessions and sign out while the fault happens. A ledger keeps everything that was acknowledged. Afterwards
every session, living or ended, is tried at each process. Each person's password, the last one that it replaced, their app and one used recovery code are tried at one process. The database is
searched for accounts that are half made. Where the last column says so, \`latchkey audit verify\` checked the audit log as far as it was sealed, which happens once a minute. The counts of attempts are not checked.
"Killed" means the processes, not the machine: their disk keeps what was written to it.

Run by ${commands.join(', ')}. An outage is the longest time without a successful change by way of the proxy, with the time of the fault itself.

| fault | what was done | what had to hold | facts checked | lost | longest outage | when |
|---|---|---|---|---|---|---|
${rows.join('\n')}

${lost.length === 0 ? 'Nothing was lost.' : `What did not hold:\n\n${lost.join('\n')}`}

Tests of \`npm test\` show these faults by one process each:

${shownByTests.map(({ name, file }) => `- ${name}: \`${file}\``).join('\n')}
`
}

const outage = ({ longestOutageMs }: Outcome) =>
  longestOutageMs === undefined ? '' : `${(longestOutageMs / 1000).toFixed(1)} s`
