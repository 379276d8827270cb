import {
  type Connections,
  type Database,
  openConnections,
  type Prepared,
  type Statement,
} from '@latchkey/database/client'
import { createTestDatabase, type TestTemplate, patience as usualPatience } from '@latchkey/database/testing'
import { assembleDeps } from '../src/assemble-deps.ts'
import type { Deps } from '../src/deps.ts'
import { jobHandlers } from '../src/platform/feature.ts'
import { createLog } from '../src/platform/http/log.ts'
import { readSettings } from '../src/platform/settings/settings.ts'
import { captureMail } from './capture-mail.ts'
import { fastHasher } from './fast-hasher.ts'
import { refuseSecrets } from './log-secrets.ts'
import { movableClock } from './movable-clock.ts'

export const testSecret = 'a secret of a test that is long enough'

/** Factors that raise the limits out of reach. */
const unlimited = { person: 100_000, network: 100_000 }

export interface Options {
  environment?: Record<string, string>
  deps?: Partial<Deps>
  /** The database URL of another test API, for a second replica. */
  url?: string
  /** Whether the limits apply as in production; by default they are out of reach. */
  limits?: boolean
  /**
   * Whether it waits for its database, and for its turn at an account, only as long as in production. By default it waits longer than a
   * busy machine takes.
   */
  impatient?: boolean
  /** Whether it receives the database's announcements, as in production; by default every request queries. */
  follows?: boolean
}

export type TestDeps = Awaited<ReturnType<typeof openTestDeps>>

/** What a server is made of, with its own database, a movable clock, a hasher that counts, and a readable log. */
export async function openTestDeps(template: TestTemplate, options: Options = {}) {
  const usual = { NODE_ENV: 'test', APP_SECRET: testSecret, LOG_LEVEL: 'trace', SESSION_CACHE_SIZE: '10000' }
  const given = readSettings({ ...usual, ...options.environment })
  const settings = options.limits ? given : { ...given, limitFactors: unlimited }
  const database =
    options.url === undefined ? await createTestDatabase(template) : { url: options.url, drop: async () => {} }
  const logLines: string[] = []
  const secrets = new Set(settings.appSecrets)
  const log = createLog(settings.logLevel, { write: line => void logLines.push(line) })
  const clock = movableClock()
  const hasher = fastHasher()
  const { databasePool: poolSize } = settings
  const patience = options.impatient ? 1 : usualPatience
  const { connections, queries, holdNextAnswer } = watch(openConnections(database.url, { poolSize, patience }))
  const { mailer, mails } = captureMail()
  const parts = { connections, jobConnections: connections, secrets: settings.appSecrets ?? [], patience }
  const assembled = assembleDeps({ ...parts, settings, clock, hasher, log, mailer, ...options.deps })
  const deps: Deps = { ...assembled, startup: { isDone: true }, ...options.deps }
  // As `main` does before it serves. Otherwise the first jobs, added within transactions, could exhaust the connection pool and deadlock.
  await assembled.jobs.ready(jobHandlers(deps))
  if (options.follows) deps.sessionCache.follow(database.url, database.url)

  return {
    db: connections.db,
    deps,
    clock,
    hasher,
    logLines,
    /** What no line of the log may contain. */
    secrets,
    /** The mails sent so far. */
    mails,
    /** The names of the queries so far. */
    queries,
    /** Runs `until` after the next answer to a prepared statement, and only then passes the answer on. */
    holdNextAnswer,
    url: database.url,
    async close() {
      await deps.jobs.stop()
      await deps.sessionCache.close()
      await connections.close()
      await database.drop()
      refuseSecrets(logLines, secrets)
    },
  }
}

function watch(opened: Connections) {
  const queries: string[] = []
  let hold: (() => Promise<void>) | undefined
  const db = opened.db.$extends({
    query: {
      $allOperations({ operation, args, query }) {
        queries.push(operation)
        return query(args)
      },
    },
  })
  const prepared: Prepared = async <Row extends object>(statement: Statement, values: unknown[]) => {
    queries.push(statement.name)
    const until = hold
    hold = undefined
    const rows = await opened.prepared<Row>(statement, values)
    await until?.()
    return rows
  }
  const withPrepared: Connections['withPrepared'] = begin =>
    opened.withPrepared(inTransaction =>
      begin((statement, values) => {
        queries.push(statement.name)
        return inTransaction(statement, values)
      }),
    )
  const holdNextAnswer = (until: () => Promise<void>) => {
    hold = until
  }
  // The extended client lacks only `$on`, which nothing here uses.
  return { connections: { ...opened, db: db as unknown as Database, prepared, withPrepared }, queries, holdNextAnswer }
}
