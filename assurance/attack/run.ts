import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Attack } from './attack.ts'
import { ffuf } from './ffuf.ts'
import { fuzz } from './fuzz.ts'
import { isInstalled, run, versionOf } from './program.ts'
import { type Row, table, writeReport } from './report.ts'
import { slowhttptest } from './slowhttptest.ts'
import { sqlmap } from './sqlmap.ts'
import { startTarget, type Target } from './target.ts'
import { wapiti } from './wapiti.ts'

/** Without words it runs them all; `attack ffuf wapiti` runs some. */
const attacks: readonly Attack[] = [fuzz, ffuf, wapiti, sqlmap, slowhttptest]
const buildSeconds = 300
const reports = path.join(import.meta.dirname, 'reports')

const names = process.argv.slice(2)
const unknown = names.filter(name => !attacks.some(attack => attack.name === name))
if (unknown.length > 0) throw new Error(`There is no ${unknown.join(', ')}.`)

await run('turbo', ['run', 'build'], { seconds: buildSeconds })
const rows: Row[] = []
for (const attack of attacks) if (names.length === 0 || names.includes(attack.name)) await lead(attack)
process.stdout.write(`\n${table(rows)}\n`)
writeReport(attacks, rows)

/** Lets one attack loose on a server of its own; what nobody has explained fails the run. */
async function lead(attack: Attack): Promise<void> {
  const { name, program, explained } = attack
  if (program && !isInstalled(program.command)) {
    process.stderr.write(`${name} was not run: install Debian's package ${program.package}.\n`)
    process.exitCode = 1
    return
  }
  process.stderr.write(`${name} …\n`)
  const folder = path.join(reports, name)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const target = await startTarget(attack.limits)
  try {
    const { findings, requests = target.told.requests, notes = [] } = await attack.run(target, folder)
    const faults = target.told.faults.map(fault => `the log says: ${fault}`)
    const found = [...new Set([...findings, ...faults, ...refusedUnread(attack, target)])]
    const open = found.filter(finding => !Object.keys(explained).some(known => finding.startsWith(known)))
    for (const finding of open) process.stderr.write(`  ${finding}\n`)
    if (open.length > 0) process.exitCode = 1
    const version = program ? await versionOf(program) : '–'
    const figures = [requests, found.length, found.length - open.length].map(String)
    rows.push([name, version, new Date().toISOString().slice(0, 10), ...figures, notes.join('; ')])
  } finally {
    await target.stop()
  }
}

/** What was refused for having been tried too often, or for want of room, was never looked at: nothing is known of it. */
function refusedUnread({ limits }: Attack, { told }: Target): string[] {
  const refused = (told.statuses.get(429) ?? 0) + (told.statuses.get(503) ?? 0)
  return limits === 'relaxed' && refused > told.requests / 100
    ? [`${refused} of ${told.requests} requests were refused unread`]
    : []
}
