import type { ClientBase, QueryResultRow } from 'pg'
import { connectorTo } from './connection.ts'
import type { ServerLimits } from './connection-settings.ts'
import { type Prisma, PrismaClient } from './generated/client.ts'
import { openPool, recycler } from './pool.ts'
import { checkPooler } from './pooler.ts'
import { openTimelines, type Timelines } from './primary.ts'
import { watchSilence } from './silence.ts'
import { lendingAdapter } from './transactions.ts'

export type Database = PrismaClient
export type Transaction = Prisma.TransactionClient

/** How long a caller waits while all connections are taken. */
const WAIT_MILLISECONDS = 1_000
const QUERY_TIMEOUT_MILLISECONDS = 5_000
const TRANSACTION_TIMEOUT_MILLISECONDS = 10_000
/**
 * Shorter than the client's. If only the client gave up, a statement that waits for a lock would keep its server connection. The waits
 * for a turn of the account, for a connection and for a lock are 4.5 s together, so that an answer comes within five.
 */
const SERVER_LIMITS: ServerLimits = { lockMs: 2_000, statementMs: 4_000, idleInTransactionMs: 8_000 }
const patientLimits = (patience: number): ServerLimits => ({
  lockMs: patience * SERVER_LIMITS.lockMs,
  statementMs: patience * SERVER_LIMITS.statementMs,
  idleInTransactionMs: patience * SERVER_LIMITS.idleInTransactionMs,
})
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
  /** How long an answer may take, times `patience`; by default five seconds. What was not answered is cancelled. */
  readonly timeoutMs?: number
}

/** Runs a prepared statement. `isOutage` recognises the errors that it throws. */
export type Prepared = <Row extends object>(statement: Statement, values: unknown[]) => Promise<Row[]>

/** One pool of connections. It is used through Prisma, or directly where each microsecond counts. */
export interface Connections {
  readonly db: Database
  readonly prepared: Prepared
  /** Which promotions of a standby these connections know of. Others of the same server share them. */
  readonly timelines: Timelines
  /**
   * Runs `begin`, which begins one transaction of Prisma, with its own `prepared`. That runs statements on the transaction's connection.
   * @throws from that `prepared`, once the transaction has ended
   */
  withPrepared<Result>(begin: (prepared: Prepared) => Promise<Result>): Promise<Result>
  /** Runs SQL that a library generates. */
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>
  /** How many connections are open and idle now, and how many queries wait for one. */
  use(): { open: number; idle: number; waiting: number }
  /** Closes every connection opened before now, busy ones after their work: after a failover they may lead to the old primary. */
  recycle(): void
  /**
   * Makes queries fail at once while the database at `directUrl` answers nothing, in place of waiting for their time limits. Those that wait
   * already fail within two seconds. It asks past a pooler, whose queue may be long. Returns a function that stops it. See ADR 051.
   */
  failWhileSilent(directUrl: string): () => Promise<void>
  /**
   * Checks what a start should find out about a pooler in between. Returns sentences to warn of.
   * @throws {UnsuitableDatabaseError} if the pooler cannot be used
   */
  check(): Promise<string[]>
  close(): Promise<void>
}

/**
 * Opens a pool of at most `poolSize` connections (default 10). Each is opened when it is first needed and lives for
 * `lifetimeSeconds` (default 600).
 *
 * By default `pg` waits without limit for a free connection and for an answer. Here a query fails after one second if the
 * pool is exhausted, after the address's `connect_timeout` (default 3 s) if the server is away, after two at a lock,
 * and after five if the server is frozen. `isOutage` recognises these errors.
 * `patience` multiplies these limits: tests that are not about outages must pass on a busy machine too.
 */
export function openConnections(
  url: string,
  {
    poolSize = 10,
    lifetimeSeconds = CONNECTION_LIFETIME_SECONDS,
    patience = 1,
    timelines = openTimelines(),
  }: { poolSize?: number; lifetimeSeconds?: number; patience?: number; timelines?: Timelines } = {},
): Connections {
  const connector = connectorTo(url, patientLimits(patience), patience, timelines)
  const pool = openPool(connector, patience * WAIT_MILLISECONDS, {
    max: poolSize,
    query_timeout: patience * QUERY_TIMEOUT_MILLISECONDS,
    maxLifetimeSeconds: lifetimeSeconds,
  })
  const recyclePool = recycler(pool)
  const { adapter, withConnection } = lendingAdapter(pool, {
    onConnectionError: () => {},
    statementNameGenerator: statementNames(),
  })
  let silence: ReturnType<typeof watchSilence> | undefined
  const db = new PrismaClient({
    adapter,
    errorFormat: 'minimal',
    transactionOptions: {
      maxWait: connector.connectTimeoutMs + patience * WAIT_MILLISECONDS,
      timeout: patience * TRANSACTION_TIMEOUT_MILLISECONDS,
    },
  })
  return {
    db,
    prepared: preparedOn(() => pool, patience),
    timelines,
    withPrepared: begin => withConnection(connection => begin(preparedOn(connection, patience))),
    query: (text, values = []) => pool.query(text, values),
    use: () => ({ open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    recycle() {
      recyclePool()
      silence?.renew()
    },
    failWhileSilent(directUrl) {
      const direct = connectorTo(directUrl, SERVER_LIMITS, patience, timelines)
      silence = watchSilence(direct, patience, connector.setSilent)
      return silence.stop
    },
    check: () => checkPooler(connector, SERVER_LIMITS),
    async close() {
      await db.$disconnect()
      // Prisma would end only a pool that it has used itself.
      if (!pool.ending) await pool.end()
    },
  }
}

function preparedOn(connection: () => Pick<ClientBase, 'query'>, patience: number): Prepared {
  return async <Row extends object>({ name, text, timeoutMs }: Statement, values: unknown[]) => {
    const query = { name, text, values }
    // `pg` reads it, and its types do not know it.
    if (timeoutMs !== undefined) Object.assign(query, { query_timeout: patience * timeoutMs })
    return (await connection().query<Row & QueryResultRow>(query)).rows
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
