import { randomBytes, randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { openConnections, type Statement } from '@latchkey/database/client'
import { UnsuitableDatabaseError } from '@latchkey/database/connection-settings'
import { leaseEmbeddedServer } from '@latchkey/database/embedded-server'
import type { Timelines } from '@latchkey/database/primary'
import { findHindrances, findRightsOfOthers } from '@latchkey/database/rights'
import { assembleDeps } from './assemble-deps.ts'
import type { Deps } from './deps.ts'
import { type Clock, ClockLeapError, followingClock } from './platform/clock.ts'
import { type Argon2, installedArgon2 } from './platform/crypto/argon2.ts'
import { argon2Hasher } from './platform/crypto/hasher.ts'
import { queueHashing } from './platform/crypto/hashing-queue.ts'
import { lowerHashingPriority } from './platform/crypto/hashing-threads.ts'
import { createLog, type Log } from './platform/http/log.ts'
import { openLog } from './platform/http/open-log.ts'
import { openMailer } from './platform/mail/open-mailer.ts'
import { hashingRefused } from './platform/metrics/feature.ts'
import { openMetrics } from './platform/metrics/metrics.ts'
import { noPlaces, type Places } from './platform/places.ts'
import { requireDataDir } from './platform/settings/data-dir.ts'
import { type Settings, SettingsError } from './platform/settings/settings.ts'
import { tracedConnections, tracedHasher } from './platform/tracing/traced.ts'
import { openTracing } from './platform/tracing/tracing.ts'
import { openWatchdog } from './platform/watchdog.ts'

const readClock: Statement = { name: 'read clock', text: 'select clock_timestamp() as now' }

/** Connections of their own for jobs and the watchdog. They take none from requests, and a flood of requests takes none from them. */
const jobPoolSize = 4

export interface OpenDeps {
  readonly deps: Deps
  /** The same for jobs and the watchdog, with connections of their own. */
  readonly jobDeps: Deps
  readonly url: string
  /** The URL of the database itself, without a pooler: for migrations and LISTEN. */
  readonly directUrl: string
  /** Which promotions of a standby its connections know of. */
  readonly timelines: Timelines
  /** The library that hashes passwords. */
  readonly argon2: Argon2['library']
  readonly watchdog: ReturnType<typeof openWatchdog>
  /**
   * What a pooler in between does not keep, as sentences.
   * @throws {UnsuitableDatabaseError} if the pooler cannot be used
   */
  checkPooler(): Promise<string[]>
  /**
   * Warns of what a pooler in between does not keep, and of other roles with rights on our tables.
   * @throws {UnsuitableDatabaseError} if the server cannot work with it, or its role may not use all tables
   */
  checkDatabase(): Promise<void>
  /**
   * Sets the clock to the database's time.
   * @throws {ClockLeapError} if this machine's clock says something else
   */
  readClock(): Promise<void>
  close(): Promise<void>
}

interface Given {
  readonly clock?: Clock
  /** In place of the log on standard output. */
  readonly log?: Log
  /** Only the server shows places. A command must work without their file. */
  readonly places?: Places
  /** Whether it is a server, which counts, traces, and logs for people in development. A command does none of these. */
  readonly isServer?: boolean
  /** Multiplies how long requests wait for the database and for each other. For tests: their machine may be busy. */
  readonly patience?: number
}

/** Opens what the settings name. Without DATABASE_URL it leases the embedded server. */
export async function openDeps(settings: Settings, given: Given = {}): Promise<OpenDeps> {
  if (needsDataDir(settings)) await requireDataDir(settings.dataDir)
  const embedded = settings.databaseUrl === undefined ? await leaseEmbeddedServer(settings.dataDir) : null
  const url = settings.databaseUrl ?? embedded?.url ?? ''
  const { patience = 1, isServer = false } = given
  const log = given.log ?? (isServer ? await openLog(settings) : createLog(settings.logLevel))
  const metrics = isServer ? await openMetrics(settings) : null
  const tracing = isServer ? await openTracing(settings, log) : null
  const connections = tracedConnections(openConnections(url, { poolSize: settings.databasePool, patience }), tracing)
  const clock = given.clock ?? followingClock(byMs => logLeap(log, byMs))
  const argon2 = await installedArgon2()
  const bareHasher = await argon2Hasher(settings.argon2, {
    library: argon2,
    keys: settings.hashKeys,
    onMissingKey: () => logMissingKey(log),
  })
  const { hashThreads, limitFactors } = settings
  const onRefused = () => metrics?.count(hashingRefused)
  const hasher = tracedHasher(queueHashing(bareHasher, hashThreads, limitFactors.network, onRefused), tracing)
  lowerHashingPriority()
  const secrets = settings.appSecrets ?? [
    await keptInDataDir(settings, 'app-secret', () => randomBytes(32).toString('base64url')),
  ]
  const jobConnections = openConnections(url, { poolSize: jobPoolSize, patience, timelines: connections.timelines })
  // pg-boss reads the database's clock. It would delete waiting jobs as too old.
  const query: typeof jobConnections.query = (text, values) =>
    clock.isTrusted() ? jobConnections.query(text, values) : Promise.reject(new ClockLeapError())
  const mailer = openMailer(settings, clock, log)
  const watchdog = openWatchdog(log)
  const places = given.places ?? noPlaces
  const parts = {
    settings,
    connections: {
      ...connections,
      // A job that ran on a former primary would send a mail twice.
      recycle() {
        connections.recycle()
        jobConnections.recycle()
      },
    },
    jobConnections: { query },
    secrets,
    clock,
    hasher,
    log,
    mailer,
    places,
    metrics,
    tracing,
    patience,
  }
  const deps = assembleDeps(parts)
  const { jobs, sessionCache } = deps

  return {
    deps,
    jobDeps: {
      ...deps,
      db: jobConnections.db,
      prepared: jobConnections.prepared,
      withPrepared: jobConnections.withPrepared,
    },
    url,
    directUrl: settings.databaseDirectUrl ?? url,
    timelines: connections.timelines,
    argon2: argon2.library,
    watchdog,
    checkPooler: connections.check,
    async checkDatabase() {
      const warnings = [...(await connections.check()), ...(await findRightsOfOthers(connections))]
      for (const warning of warnings) log.warn(warning)
      const hindrances = await findHindrances(connections)
      if (hindrances.length > 0) throw new UnsuitableDatabaseError(hindrances.join('\n'))
    },
    async readClock() {
      const asked = performance.now()
      const [row] = await connections.prepared<{ now: Date }>(readClock, [])
      if (row) clock.sync(row.now, asked, performance.now())
      if (!clock.isTrusted()) throw new ClockLeapError()
    },
    async close() {
      watchdog.stop()
      const untraced = tracing?.close()
      await jobs.stop()
      await jobConnections.close()
      mailer.close()
      await sessionCache.close()
      await connections.close()
      await untraced
      await embedded?.release()
    },
  }
}

const needsDataDir = ({ databaseUrl, appSecrets, sendsMail }: Settings): boolean =>
  databaseUrl === undefined || appSecrets === undefined || !sendsMail

/** A person must look: until the clocks agree, no request is answered. */
function logLeap(log: Log, byMs: number | null): void {
  if (byMs === null) return void log.warn({ event: 'clock_agrees' }, 'the clocks agree again: requests are answered')
  const seconds = Math.round(Math.abs(byMs) / 1000)
  log.error(
    { event: 'clock_leap', bySeconds: Math.round(byMs / 1000) },
    `the database's clock is ${seconds} s ${byMs > 0 ? 'ahead of' : 'behind'} this server's: every request gets 503, and nothing is ` +
      'deleted, until they agree. Set the clock that is wrong; if the database was right, restart this server',
  )
}

/** The person's answer is the same as for a wrong password, so only this tells. */
const logMissingKey = (log: Log): void =>
  log.error(
    { event: 'firebase_key_missing' },
    'a password from Firebase cannot be verified: FIREBASE_SIGNER_KEY is unset, or has another length than the key that made it. ' +
      'Write the base64_signer_key of the Firebase project',
  )

/**
 * A value that is created once for each `DATA_DIR` and kept there, readable by its owner only.
 * @throws {SettingsError} if the file holds less than 16 bytes
 */
export async function keptInDataDir(settings: Settings, name: string, make: () => string): Promise<string> {
  const file = path.join(settings.dataDir, name)
  const draft = `${file}.${randomUUID()}`
  await mkdir(settings.dataDir, { recursive: true, mode: 0o700 })
  // Linked into place as a whole: of two processes one wins, and neither reads half a secret.
  await writeFile(draft, make(), { mode: 0o600 })
  await link(draft, file).catch(error => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(draft)
  const kept = (await readFile(file, 'utf8')).trim()
  if (Buffer.byteLength(kept) < 16)
    throw new SettingsError(`${file} no longer holds a secret. Remove it, and a new one is created.`)
  return kept
}
