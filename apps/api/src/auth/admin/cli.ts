import { once } from 'node:events'
import { writeSync } from 'node:fs'
import { applyMigrations } from '@latchkey/database/migrate'
import { requireSameServer } from '@latchkey/database/same-server'
import type { Deps } from '../../deps.ts'
import { type OpenDeps, openDeps } from '../../open-deps.ts'
import { jobHandlers } from '../../platform/feature.ts'
import { loadSettings } from '../../platform/settings/environment.ts'
import { runCommand } from './commands/run.ts'
import { Interrupted, type Opening } from './commands/terminal.ts'
import { readPassword } from './read-password.ts'

async function open(work: (opened: OpenDeps) => Promise<void>, { asOwner = false }: Opening = {}): Promise<void> {
  const interrupted = nextSignal()
  const settings = loadSettings()
  const opening = openDeps(asOwner ? { ...settings, databaseUrl: settings.databaseDirectUrl } : settings)
  try {
    await Promise.race([interrupted, opening.then(work)])
  } finally {
    await (await opening).close()
  }
}

const withDeps = (work: (deps: Deps) => Promise<void>, how: Opening = {}) =>
  open(async opened => {
    if (how.migrates === false) await opened.readClock()
    else await prepare(opened)
    await work(opened.deps)
  }, how)

const withDatabase = (work: (directUrl: string) => Promise<void>) => open(({ directUrl }) => work(directUrl))

async function prepare({ url, directUrl, checkDatabase, readClock, deps }: OpenDeps): Promise<void> {
  await requireSameServer(url, directUrl)
  await applyMigrations(directUrl)
  await checkDatabase()
  await readClock()
  // Open the queues first. Otherwise a transaction that adds a mail holds one connection while it needs a second one.
  await deps.jobs.ready(jobHandlers(deps))
}

/** Without this, a signal would end the command at once and leave the embedded Postgres running. */
function nextSignal(): Promise<never> {
  return new Promise((_, reject) => {
    // Not `once`: a terminal and a package manager may both send it, and the second one must not end us while we close.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => reject(new Interrupted(signal)))
  })
}

// Without listeners, output that cannot be written would also end the command at once, with a stack.
let outputError: NodeJS.ErrnoException | undefined
process.stdout.on('error', error => {
  outputError ??= error
})
process.stderr.on('error', () => {})
process.once('exit', () => {
  // A reader that has gone, as in `latchkey user list | head -1`, wanted no more.
  if (outputError === undefined || outputError.code === 'EPIPE') return
  process.exitCode = 1
  writeSync(process.stderr.fd, `latchkey: The output could not be written: ${outputError.message}\n`)
})

async function printAll(lines: AsyncIterable<string>): Promise<void> {
  for await (const line of lines) {
    // An error is told at exit.
    if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain').catch(() => {})
    if (outputError !== undefined) return
  }
}

const exitCode = await runCommand(process.argv.slice(2), {
  withDeps,
  withDatabase,
  readPassword,
  print: line => void process.stdout.write(`${line}\n`),
  printAll,
  printError: text => void process.stderr.write(text),
  // On one line, which the next text replaces.
  showProgress: process.stderr.isTTY ? text => void process.stderr.write(`\r\u001b[K${text}`) : undefined,
})
// After a signal the work may still wait, such as for a password.
if (exitCode > 128) process.exit(exitCode)
process.exitCode = exitCode
