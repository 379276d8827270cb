import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { connect, type Database } from '@latchkey/database/client'
import { leaseEmbeddedServer } from '@latchkey/database/embedded-server'
import { followingClock } from './clock.ts'
import { argon2Hasher } from './crypto/hasher.ts'
import { deriveKeys } from './crypto/keys.ts'
import { type Deps, startBackground } from './deps.ts'
import { createLog } from './log.ts'
import type { Settings } from './settings.ts'

/** How often the clock looks at the database's. */
const clockLookMs = 30_000

export interface OpenDeps {
  readonly deps: Deps
  /** Where migrations are applied: the database itself, past any pooler. */
  readonly migrationUrl: string
  /** Looks at the database's clock now, and from now on. */
  followClock(): Promise<void>
  close(): Promise<void>
}

/** Opens what the settings name; without a DATABASE_URL it leases the embedded server. */
export async function openDeps(settings: Settings): Promise<OpenDeps> {
  const embedded = settings.databaseUrl === undefined ? await leaseEmbeddedServer(settings.dataDir) : null
  const url = settings.databaseUrl ?? embedded?.url ?? ''
  const db = connect(url, { poolSize: settings.databasePool })
  const clock = followingClock(() => readDatabaseTime(db))
  const hasher = await argon2Hasher(settings.argon2)
  const secrets = settings.appSecrets ?? [
    await keptInDataDir(settings, 'app-secret', () => randomBytes(32).toString('base64url')),
  ]
  const tokenKeys = deriveKeys(secrets, 'session token')
  const log = createLog(settings.logLevel)
  let timer: NodeJS.Timeout | undefined

  return {
    deps: { settings, db, clock, hasher, tokenKeys, log, background: startBackground(log) },
    migrationUrl: settings.databaseDirectUrl ?? url,
    async followClock() {
      await clock.look()
      // A look that fails changes nothing: the clock runs on from the last one.
      timer = setInterval(() => void clock.look().catch(() => undefined), clockLookMs)
      timer.unref()
    },
    async close() {
      clearInterval(timer)
      await db.$disconnect()
      await embedded?.release()
    },
  }
}

/** A value that is made once for each `DATA_DIR` and kept there, readable by its owner only. */
export async function keptInDataDir(settings: Settings, name: string, make: () => string): Promise<string> {
  const file = path.join(settings.dataDir, name)
  await mkdir(settings.dataDir, { recursive: true, mode: 0o700 })
  // `wx` makes one of two processes the author, and both then read the same value.
  await writeFile(file, make(), { mode: 0o600, flag: 'wx' }).catch(error => {
    if (error.code !== 'EEXIST') throw error
  })
  return (await readFile(file, 'utf8')).trim()
}

async function readDatabaseTime(db: Database): Promise<Date> {
  const [row] = await db.$queryRaw<{ now: Date }[]>`select clock_timestamp() as now`
  if (!row) throw new Error('The database did not tell the time.')
  return row.now
}
