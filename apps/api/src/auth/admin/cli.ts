import { applyMigrations } from '@latchkey/database/migrate'
import { requireSameServer } from '@latchkey/database/same-server'
import type { Deps } from '../../deps.ts'
import { openDeps } from '../../open-deps.ts'
import { jobHandlers } from '../../platform/feature.ts'
import { loadSettings } from '../../platform/settings/environment.ts'
import { runCommand } from './commands/run.ts'
import { readPassword } from './read-password.ts'

async function withDeps(work: (deps: Deps) => Promise<void>): Promise<void> {
  const opened = await openDeps(loadSettings())
  try {
    await requireSameServer(opened.url, opened.directUrl)
    await applyMigrations(opened.directUrl)
    await opened.checkDatabase()
    await opened.readClock()
    // Open the queues first. Otherwise a transaction that adds a mail holds one connection while it needs a second one.
    await opened.deps.jobs.ready(jobHandlers(opened.deps))
    await work(opened.deps)
  } finally {
    await opened.close()
  }
}

process.exitCode = await runCommand(process.argv.slice(2), {
  withDeps,
  readPassword,
  print: line => void process.stdout.write(`${line}\n`),
  printError: text => void process.stderr.write(text),
})
