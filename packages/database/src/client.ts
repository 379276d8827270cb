import { PrismaPg } from '@prisma/adapter-pg'
import { Pool, type PoolClient } from 'pg'
import { type Prisma, PrismaClient } from './generated/client.ts'

export type Database = PrismaClient
export type Transaction = Prisma.TransactionClient

const CONNECTION_TIMEOUT_MILLISECONDS = 1_000
const QUERY_TIMEOUT_MILLISECONDS = 5_000
/** Long enough to make the cost of opening negligible. A connection keeps its prepared statements, and their plans, until it closes. */
const CONNECTION_LIFETIME_SECONDS = 600
const MAX_PREPARED_STATEMENTS = 500
/** A list in a query gives one statement per list length. Long lists give many statements and gain least from preparing. */
const MAX_VALUES_PREPARED = 40
const NOT_PREPARED = ''

/** A statement that each connection prepares once, by its name. */
export interface Statement {
  readonly name: string
  readonly text: string
}

/** One pool of connections. It is used through Prisma, or directly where each microsecond counts. */
export interface Connections {
  readonly db: Database
  /** Runs a prepared statement. `isOutage` recognises the errors that it throws. */
  prepared<Row extends object>(statement: Statement, values: unknown[]): Promise<Row[]>
  /** Runs SQL that a library generates. */
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>
  /** Closes every connection opened before now, busy ones after their work: after a failover they may lead to the old primary. */
  recycle(): void
  close(): Promise<void>
}

/**
 * Opens a pool of at most `poolSize` connections (default 10). Each is opened when it is first needed and lives for
 * `lifetimeSeconds` (default 600).
 *
 * By default `pg` waits without limit for a free connection and for an answer. Here a query fails after one second if the
 * server is away or the pool is exhausted, and after five if the server is frozen. `isOutage` recognises these errors.
 * `patience` multiplies both limits: tests that are not about outages must pass on a busy machine too.
 */
export function openConnections(
  url: string,
  {
    poolSize = 10,
    lifetimeSeconds = CONNECTION_LIFETIME_SECONDS,
    patience = 1,
  }: { poolSize?: number; lifetimeSeconds?: number; patience?: number } = {},
): Connections {
  const connectionTimeout = patience * CONNECTION_TIMEOUT_MILLISECONDS
  const queryTimeout = patience * QUERY_TIMEOUT_MILLISECONDS
  const pool = new Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: connectionTimeout,
    query_timeout: queryTimeout,
    keepAlive: true,
    maxLifetimeSeconds: lifetimeSeconds,
  })
  // An idle connection may break. The next query notices it. Without a listener the process would end.
  pool.on('error', () => {})
  // The pool does not listen to a connection that it is closing.
  pool.on('connect', client => client.on('error', () => {}))
  const recycle = recycler(pool)
  const db = new PrismaClient({
    adapter: new PrismaPg(pool, {
      disposeExternalPool: true,
      onConnectionError: () => {},
      statementNameGenerator: statementNames(),
    }),
    errorFormat: 'minimal',
    transactionOptions: { maxWait: 2 * connectionTimeout, timeout: 2 * queryTimeout },
  })
  return {
    db,
    async prepared<Row extends object>({ name, text }: Statement, values: unknown[]) {
      return (await pool.query<Row>({ name, text, values })).rows
    },
    query: (text, values = []) => pool.query(text, values),
    recycle,
    close: () => db.$disconnect(),
  }
}

/** Gives each small statement of Prisma a name, so that a connection prepares it once (ADR 015). */
function statementNames(): (query: { sql: string; args: unknown[] }) => string {
  const names = new Map<string, string>()
  return ({ sql, args }) => {
    if (args.length > MAX_VALUES_PREPARED) return NOT_PREPARED
    const known = names.get(sql)
    if (known !== undefined) return known
    if (names.size >= MAX_PREPARED_STATEMENTS) return NOT_PREPARED
    const name = `prisma ${names.size}`
    names.set(sql, name)
    return name
  }
}

/** The pool has no method for this. It drops a connection that is ended at its release. */
function recycler(pool: Pool): () => void {
  const open = new Set<PoolClient>()
  const stale = new WeakSet<PoolClient>()
  // Connections that were being opened at that time. If one of them failed, a good one is closed instead, which is harmless.
  let staleArrivals = 0
  pool.on('connect', client => {
    open.add(client)
    if (staleArrivals === 0) return
    staleArrivals -= 1
    stale.add(client)
  })
  pool.on('remove', client => open.delete(client))
  pool.on('release', (_error, client) => {
    if (stale.has(client)) client.end().catch(() => {})
  })
  return () => {
    for (const client of open) stale.add(client)
    staleArrivals = Math.max(0, pool.totalCount - open.size)
    // The pool hands out idle connections first. They are closed at their release.
    for (let idle = pool.idleCount; idle > 0; idle--)
      pool.connect().then(
        client => client.release(),
        () => {},
      )
  }
}
