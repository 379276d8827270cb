import { PrismaPg } from '@prisma/adapter-pg'
import { Pool, type PoolClient } from 'pg'
import { type Prisma, PrismaClient } from './generated/client.ts'

export type Database = PrismaClient
export type Transaction = Prisma.TransactionClient

const CONNECTION_TIMEOUT_MILLISECONDS = 1_000
const QUERY_TIMEOUT_MILLISECONDS = 5_000
/** Long enough that opening costs nothing; a connection keeps each statement, and its plan, for as long as it lives. */
const CONNECTION_LIFETIME_SECONDS = 600
const MAX_PREPARED_STATEMENTS = 500
/** A list makes a statement for each of its lengths; those that are long have most lengths and the least to gain. */
const MAX_VALUES_PREPARED = 40
const NOT_PREPARED = ''

/** A statement that each connection prepares once, under its name. */
export interface Statement {
  readonly name: string
  readonly text: string
}

/** One pool of connections, used through Prisma and, where each microsecond counts, past it. */
export interface Connections {
  readonly db: Database
  /** Runs a prepared statement; throws as Prisma would, so `isOutage` knows its errors. */
  prepared<Row extends object>(statement: Statement, values: unknown[]): Promise<Row[]>
  /** Runs SQL that a library wrote. */
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>
  /** Lets go of every connection opened before now, the busy ones as soon as they are done: after a failover they may lead to the old primary. */
  recycle(): void
  close(): Promise<void>
}

/**
 * Opens a pool of at most `poolSize` connections (10), each when it is first needed and for `lifetimeSeconds` (600).
 *
 * `pg` by itself waits without limit, both for a free connection and for an answer. Here a server that is away, or a
 * pool that is exhausted, is noticed after a second, and one that is frozen after five: `isOutage` knows these errors.
 */
export function openConnections(
  url: string,
  {
    poolSize = 10,
    lifetimeSeconds = CONNECTION_LIFETIME_SECONDS,
  }: { poolSize?: number; lifetimeSeconds?: number } = {},
): Connections {
  const pool = new Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: CONNECTION_TIMEOUT_MILLISECONDS,
    query_timeout: QUERY_TIMEOUT_MILLISECONDS,
    keepAlive: true,
    maxLifetimeSeconds: lifetimeSeconds,
  })
  // A connection may die while nobody uses it. The next query finds out; without a listener the process would end.
  pool.on('error', () => {})
  // Nor does the pool listen to one that is on its way out.
  pool.on('connect', client => client.on('error', () => {}))
  const recycle = recycler(pool)
  const db = new PrismaClient({
    adapter: new PrismaPg(pool, {
      disposeExternalPool: true,
      onConnectionError: () => {},
      statementNameGenerator: statementNames(),
    }),
    errorFormat: 'minimal',
    transactionOptions: { maxWait: 2 * CONNECTION_TIMEOUT_MILLISECONDS, timeout: 2 * QUERY_TIMEOUT_MILLISECONDS },
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

/** A name for each small statement that Prisma writes, by which a connection prepares it once (ADR 015). */
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

/** The pool has no call for this; ending a connection at its release makes it leave. */
function recycler(pool: Pool): () => void {
  const open = new Set<PoolClient>()
  const stale = new WeakSet<PoolClient>()
  // Connections that were being opened then; one that failed makes us let go of a good one, which costs nothing.
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
    // The idle ones come first when the pool is asked, and leave at their release.
    for (let idle = pool.idleCount; idle > 0; idle--)
      pool.connect().then(
        client => client.release(),
        () => {},
      )
  }
}
