import { type DatabaseError, Pool, type PoolClient, type PoolConfig } from 'pg'
import { type Connector, isRefusalOfSettings } from './connection.ts'
import { lostStatementCodes, READ_ONLY_TRANSACTION } from './outages.ts'

type Taken = (
  error: Error | undefined,
  client: PoolClient | undefined,
  release: (error?: Error | boolean) => void,
) => void

/** A pool whose callers wait for a connection no longer than `longestWaitMs` while all are taken. */
export function openPool({ Client, connectTimeoutMs }: Connector, longestWaitMs: number, config: PoolConfig): Pool {
  const pool = new BusyPool(longestWaitMs, { ...config, Client, connectionTimeoutMillis: connectTimeoutMs })
  // An idle connection may break. The next query notices it. Without a listener the process would end.
  pool.on('error', () => {})
  const spoiling = [...lostStatementCodes, READ_ONLY_TRANSACTION]
  const spoilt = new WeakSet<PoolClient>()
  pool.on('connect', client => {
    client.connection.on('errorMessage', ({ code }: DatabaseError) => {
      if (spoiling.includes(String(code))) spoilt.add(client)
    })
  })
  // After a query that got no answer, a connection may still be in its transaction. The next statement would be lost with it.
  // One whose prepared statement was lost, or spoilt by a change of its table, fails with it each time. One that leads to a standby does too.
  pool.on('release', (_error, client) => {
    if (client.getTransactionStatus() !== 'I' || spoilt.has(client)) close(client)
  })
  return pool
}

/** `pg` has one time limit for opening a connection and for waiting until one is free. The second should be shorter. */
class BusyPool extends Pool {
  readonly #longestWaitMs: number

  constructor(longestWaitMs: number, config: PoolConfig) {
    super(config)
    this.#longestWaitMs = longestWaitMs
  }

  override connect(): Promise<PoolClient>
  override connect(taken: Taken): void
  override connect(taken?: Taken): Promise<PoolClient> | undefined {
    if (taken === undefined) {
      const { promise, resolve, reject } = Promise.withResolvers<PoolClient>()
      this.connect((error, client) => (client ? resolve(client) : reject(error)))
      return promise
    }
    const mustWait = this.totalCount >= this.options.max && this.idleCount <= this.waitingCount
    const inTime = mustWait ? this.#untilTooLate(taken) : taken
    // Later connections of this connector only check their settings.
    super.connect((error, client, release) =>
      isRefusalOfSettings(error) ? super.connect(inTime) : inTime(error, client, release),
    )
    return undefined
  }

  #untilTooLate(taken: Taken): Taken {
    let isTooLate = false
    const timer = setTimeout(() => {
      isTooLate = true
      taken(new Error(allTaken), undefined, () => {})
    }, this.#longestWaitMs)
    return (error, client, release) => {
      clearTimeout(timer)
      if (!isTooLate) taken(error, client, release)
      else if (client) release()
    }
  }
}

/** The same message as `pg` has for it. */
const allTaken = 'timeout exceeded when trying to connect'

/** Returns a function that replaces every open connection. The pool has no method for this. */
export function recycler(pool: Pool): () => void {
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
    if (stale.has(client)) close(client)
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

/** The pool drops a connection that is ended at its release. */
const close = (client: PoolClient) => void client.end().catch(() => {})
