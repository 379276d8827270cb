import { setTimeout as setTimeoutAsync } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { isOutage } from '@latchkey/database/errors'
import { applyMigrations, MigrationError } from '@latchkey/database/migrate'
import { createApp } from './app.ts'
import { ensureDemoUser } from './demo-user.ts'
import { loadSettings } from './environment.ts'
import type { Log } from './log.ts'
import { type OpenDeps, openDeps } from './open-deps.ts'
import { SettingsError } from './settings.ts'

/** In-flight requests have this long to finish after a signal. */
const stopWithinMs = 5000
const closeIdleEveryMs = 100
const databaseRetryMs = 1000

const { values: flags } = parseArgs({ options: { 'behind-vite': { type: 'boolean', default: false } } })

async function main(): Promise<void> {
  const opened = await openDeps(loadSettings())
  try {
    await serve(opened)
  } catch (error) {
    await opened.close()
    throw error
  }
}

async function serve(opened: OpenDeps): Promise<void> {
  const { deps } = opened
  const { settings, log } = deps
  const app = await createApp(deps)

  const stop = async () => {
    setTimeout(() => process.exit(1), stopWithinMs).unref()
    // A connection whose last request was in flight just now would otherwise be kept for the next one.
    setInterval(() => app.server.closeIdleConnections(), closeIdleEveryMs).unref()
    await app.close()
    await opened.close()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop)

  // Listening comes first: while a database is away, `live` says so and `ready` names it, and nothing crashes in a loop.
  await app.listen({ host: settings.host, port: flags['behind-vite'] ? settings.port + 1 : settings.port })
  await patiently(log, () => applyMigrations(opened.directUrl))
  await patiently(log, opened.readClock)
  deps.liveSessions.follow(opened.directUrl)
  announce(settings.appUrl.origin, await ensureDemoUser(deps))
}

/** Repeats a step for as long as the database is away. */
async function patiently(log: Log, step: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      return void (await step())
    } catch (err) {
      if (!isOutage(err)) throw err
      log.warn({ err }, 'the database is away; trying again')
      await setTimeoutAsync(databaseRetryMs)
    }
  }
}

function announce(address: string, demo: { email: string; password: string } | null): void {
  const account = demo ? `\n  Sign in as  ${demo.email}  with the password  ${demo.password}` : ''
  process.stdout.write(`\n  Latchkey is ready at  ${address}${account}\n\n`)
}

main().catch(error => {
  const expected = error instanceof SettingsError || error instanceof MigrationError || error?.code === 'EADDRINUSE'
  process.stderr.write(`\n${expected ? error.message : error?.stack}\n`)
  process.exit(1)
})
