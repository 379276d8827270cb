import { setTimeout as setTimeoutAsync } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { brand } from '@latchkey/contracts/brand'
import { pages } from '@latchkey/contracts/pages'
import { UnsuitableDatabaseError } from '@latchkey/database/connection-settings'
import { outageOf } from '@latchkey/database/errors'
import { applyMigrations, MigrationError } from '@latchkey/database/migrate'
import { DifferentServersError, requireSameServer } from '@latchkey/database/same-server'
import type { FastifyInstance } from 'fastify'
import { createApp } from './app.ts'
import { ensureDemoUser } from './auth/admin/demo-user.ts'
import { examineNode } from './auth/admin/doctor/machine.ts'
import type { Deps } from './deps.ts'
import { type OpenDeps, openDeps } from './open-deps.ts'
import { ClockLeapError } from './platform/clock.ts'
import { jobHandlers, measuresOf } from './platform/feature.ts'
import { listen } from './platform/http/listen.ts'
import type { Log } from './platform/http/log.ts'
import { serveMetrics } from './platform/metrics/listen.ts'
import { openPlaces } from './platform/places.ts'
import { loadSettings } from './platform/settings/environment.ts'
import { type Settings, SettingsError } from './platform/settings/settings.ts'

/**
 * After a signal and the settings' `stopDelayMs`, open requests have `finishWithinMs`, and the whole shutdown has `stopWithinMs`: 4 s at most, these 3, and 1.5 for traces. On a busy machine the embedded Postgres
 * needs seconds to stop. Docker, and systemd by deploy/systemd/latchkey.service, kill after ten.
 */
const finishWithinMs = 3000
const stopWithinMs = 9000
const closeIdleEveryMs = 100
const databaseRetryMs = 1000

const { values: flags } = parseArgs({ options: { 'behind-vite': { type: 'boolean', default: false } } })

// A reader that has gone, as in `npm start | head`, must not end the server: Node would stop with a stack and leave Postgres running.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

async function main(): Promise<void> {
  const settings = loadSettings()
  const [old] = examineNode(process.version)
  if (settings.production && old) throw new SettingsError(old.message)
  const opening = openServerDeps(settings)
  let app: FastifyInstance | undefined

  let isStopping = false

  const stop = async () => {
    if (isStopping) return
    isStopping = true
    setTimeout(() => {
      process.stderr.write(`\nThe server could not close within ${stopWithinMs / 1000} seconds, and ended.\n`)
      process.exit(1)
    }, stopWithinMs).unref()
    const opened = await opening.catch(() => undefined)
    if (app && opened?.deps.startup.isDone) await leaveProxy(app, opened.deps)
    // In parallel: each may take seconds, and in sequence they would take too long.
    await Promise.all([app && finish(app), opened?.deps.jobs.stop()])
    await opened?.close()
    process.exit(0)
  }
  // Registered before anything is open, so that a stop during the start leaves no embedded server behind (ADR 019). They stay: without a
  // listener, a second signal would kill the process with requests in flight.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)

  const opened = await opening
  try {
    app = await createApp(opened.deps)
    await serve(app, opened)
  } catch (error) {
    await opened.close()
    throw error
  }
}

const openServerDeps = async (settings: Settings): Promise<OpenDeps> =>
  openDeps(settings, { isServer: true, places: await openPlaces(settings.geoipFile) })

async function serve(app: FastifyInstance, opened: OpenDeps): Promise<void> {
  const { deps, jobDeps, url, directUrl, timelines, argon2, watchdog, checkDatabase, readClock } = opened
  const { settings, log } = deps
  log.info({ event: 'hashing', library: argon2, threads: settings.hashThreads }, 'passwords are hashed by argon2id')
  if (settings.production && settings.databaseUrl === undefined)
    log.warn(
      { event: 'embedded_database', setting: 'DATABASE_URL' },
      'DATABASE_URL: it is not set, so people are kept in the embedded Postgres in DATA_DIR, which is meant for development. Write the address of your Postgres.',
    )
  if (deps.metrics) {
    deps.metrics.register(measuresOf(jobDeps))
    await serveMetrics(deps.metrics, settings)
  }
  // Listen first: while the database is away, `live` succeeds, `ready` reports it, and the server does not crash in a loop.
  await listen(app, settings, { isBehindVite: flags['behind-vite'] })
  void deps.mailer.verify()
  // First, so that a mistyped address leads to no migration of another database.
  await retryDuringOutage(log, () => requireSameServer(url, directUrl, timelines))
  await retryDuringOutage(log, () => applyMigrations(directUrl, undefined, timelines))
  await retryDuringOutage(log, checkDatabase)
  await retryDuringOutage(log, readClock)
  for (const { onStart } of deps.features) await retryDuringOutage(log, async () => onStart?.(deps))
  watchdog.start(deps.features.flatMap(({ watches }) => watches?.(jobDeps) ?? []))
  await retryDuringOutage(log, () => deps.jobs.work(jobHandlers(jobDeps)))
  deps.sessionCache.follow(directUrl, url)
  const demo = await ensureDemoUser(deps)
  deps.startup.isDone = true
  announce(settings, demo)
}

/**
 * Answers as before for a moment, but says that it is not ready and keeps no connection open: a proxy sends its next requests elsewhere.
 * It could not repeat one on a connection that closes just then.
 */
async function leaveProxy(app: FastifyInstance, { settings, shutdown }: Deps): Promise<void> {
  shutdown.hasBegun = true
  app.server.prependListener('request', (_request, response) => response.setHeader('connection', 'close'))
  await setTimeoutAsync(settings.stopDelayMs)
}

/** Gives open requests some time to finish, then closes the remaining connections. */
async function finish(app: FastifyInstance): Promise<void> {
  // Otherwise a connection whose request has just finished would stay open for a next one.
  const idle = setInterval(() => app.server.closeIdleConnections(), closeIdleEveryMs)
  const cut = setTimeout(() => app.server.closeAllConnections(), finishWithinMs)
  await app.close()
  clearInterval(idle)
  clearTimeout(cut)
}

/** Repeats a step while the database is away, or its clock is wrong. Warns of each reason once, not at each attempt. */
async function retryDuringOutage(log: Log, step: () => Promise<unknown>): Promise<void> {
  const warned = new Set<string>()
  for (;;) {
    try {
      return void (await step())
    } catch (err) {
      const outage = outageOf(err)
      const isWrongClock = err instanceof ClockLeapError
      // A person must act first. A server that waits would look like one that starts.
      const needsAPerson = err instanceof UnsuitableDatabaseError || err instanceof MigrationError
      if ((outage === null && !isWrongClock) || needsAPerson) throw err
      // The clock has logged the leap.
      if (outage && !warned.has(outage.reason))
        log.warn({ err }, `the database cannot be used yet: ${outage.reason}; trying again each second`)
      if (outage) warned.add(outage.reason)
      await setTimeoutAsync(databaseRetryMs)
    }
  }
}

function announce({ appUrl, sendsMail }: Settings, demo: { email: string; password: string } | null): void {
  const address = appUrl.origin
  const mails = !sendsMail && appUrl.protocol === 'http:' ? `\n  Mails are at  ${address}${pages.mailbox}` : ''
  const account = demo ? `\n  Sign in as  ${demo.email}  with the password  ${demo.password}` : ''
  process.stdout.write(`\n  ${brand.name} is ready at  ${address}${mails}${account}\n\n`)
}

main().catch(error => {
  // Errors of the system, of Postgres and our own explain themselves, and need no stack.
  const isExplained =
    error instanceof SettingsError ||
    error instanceof MigrationError ||
    error instanceof DifferentServersError ||
    typeof error?.code === 'string'
  process.stderr.write(`\n${isExplained ? error.message : error?.stack}\n`)
  process.exit(1)
})
