import { leaseEmbeddedServer } from '@latchkey/database/embedded-server'
import { applyMigrations } from '@latchkey/database/migrate'
import { createDataDir } from '@latchkey/database/testing-data-dir'
import pg from 'pg'

/** The server that holds a database for each contender. */
export interface Postgres {
  readonly version: string
  /** Creates an empty database and returns its address. */
  createDatabase(name: string): Promise<string>
  /** Creates a database with Latchkey's tables and returns its address. */
  createLatchkeyDatabase(name: string): Promise<string>
  dropDatabase(name: string): Promise<void>
  /** The number of transactions of each database; at least a second old. */
  countTransactions(): Promise<Map<string, number>>
  stop(): Promise<void>
}

/** Starts an embedded server as `npm start` does, durable and with its defaults, in a directory that `stop` removes. */
export async function startPostgres(): Promise<Postgres> {
  const directory = await createDataDir({ isMeasured: true })
  const server = await leaseEmbeddedServer(directory.path)
  const admin = new pg.Client({ connectionString: server.url })
  admin.on('error', () => {})
  await admin.connect()
  const version = await admin.query<{ server_version: string }>('show server_version')

  async function createDatabase(name: string): Promise<string> {
    await admin.query(`create database ${admin.escapeIdentifier(name)}`)
    const url = new URL(server.url)
    url.pathname = name
    return url.href
  }

  return {
    version: version.rows[0]?.server_version ?? '',
    createDatabase,
    async createLatchkeyDatabase(name) {
      const url = await createDatabase(name)
      await applyMigrations(url)
      return url
    },
    async dropDatabase(name) {
      await admin.query(`drop database if exists ${admin.escapeIdentifier(name)} with (force)`)
    },
    async countTransactions() {
      const { rows } = await admin.query<{ datname: string; count: string }>(
        'select datname, xact_commit + xact_rollback as count from pg_stat_database where datname is not null',
      )
      return new Map(rows.map(({ datname, count }) => [datname, Number(count)]))
    },
    async stop() {
      await admin.end()
      await server.release().catch(() => {})
      await directory.remove()
    },
  }
}

/** Runs `work` with its own connection. */
export async function withClient<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
