import { Client } from 'pg'
import { applicationNames, embedded } from '../technical.ts'
import type { ServerConfig } from './server-config.ts'

const TIMEOUT_MILLISECONDS = 3_000

/** An open connection that marks the server as in use. It closes when its process ends, even by a kill. */
export interface Lease {
  config: ServerConfig
  connection: Client
}

/**
 * Takes a lease on the server. Throws if the server is away, or is not ours: SCRAM fails if the server does not know the
 * password.
 */
export async function takeLease(config: ServerConfig): Promise<Lease> {
  const connection = new Client({
    connectionString: serverUrl(config, 'postgres'),
    application_name: applicationNames.lease,
    connectionTimeoutMillis: TIMEOUT_MILLISECONDS,
    query_timeout: TIMEOUT_MILLISECONDS,
    keepAlive: true,
  })
  // Without a listener, a broken connection would end the process.
  connection.on('error', () => {})
  try {
    await connection.connect()
    const { rowCount } = await connection.query('select 1 from pg_database where datname = $1', [embedded.database])
    if (rowCount === 0) await connection.query(`create database ${embedded.database}`)
    return { config, connection }
  } catch (error) {
    connection.end().catch(() => {})
    throw error
  }
}

/** Whether no other lease exists. If this lease's own connection is broken, the answer is no. */
export async function isLastLease({ connection }: Lease): Promise<boolean> {
  const others = 'select 1 from pg_stat_activity where application_name = $1 and pid <> pg_backend_pid()'
  return connection.query(others, [applicationNames.lease]).then(
    ({ rowCount }) => rowCount === 0,
    () => false,
  )
}

export function serverUrl({ password, port }: ServerConfig, database: string = embedded.database): string {
  // An explicit `sslmode` overrides a PGSSLMODE in the environment, which is meant for another server.
  return `postgresql://${embedded.superuser}:${password}@127.0.0.1:${port}/${database}?sslmode=disable`
}
