import { Client } from 'pg'
import { applicationNames, embedded } from '../technical.ts'
import type { Place } from './place.ts'

const TIMEOUT_MILLISECONDS = 3_000

/** A connection that says: somebody uses this server. It ends with its process, however that ends. */
export interface Lease {
  place: Place
  connection: Client
}

/** Connects to the place's server, and throws unless it is ours: SCRAM fails if the server does not know the password. */
export async function takeLease(place: Place): Promise<Lease> {
  const connection = new Client({
    connectionString: serverUrl(place, 'postgres'),
    application_name: applicationNames.lease,
    connectionTimeoutMillis: TIMEOUT_MILLISECONDS,
    query_timeout: TIMEOUT_MILLISECONDS,
    keepAlive: true,
  })
  // Without a listener, a connection that breaks ends the process.
  connection.on('error', () => {})
  try {
    await connection.connect()
    const { rowCount } = await connection.query('select 1 from pg_database where datname = $1', [embedded.database])
    if (rowCount === 0) await connection.query(`create database ${embedded.database}`)
    return { place, connection }
  } catch (error) {
    connection.end().catch(() => {})
    throw error
  }
}

/** Whether nobody else holds one. A lease that broke can't tell, and says no. */
export async function isLastLease({ connection }: Lease): Promise<boolean> {
  const others = 'select 1 from pg_stat_activity where application_name = $1 and pid <> pg_backend_pid()'
  return connection.query(others, [applicationNames.lease]).then(
    ({ rowCount }) => rowCount === 0,
    () => false,
  )
}

export function serverUrl({ password, port }: Place, database: string = embedded.database): string {
  // `sslmode` is said so that a PGSSLMODE in the environment, meant for another server, does not count.
  return `postgresql://${embedded.superuser}:${password}@127.0.0.1:${port}/${database}?sslmode=disable`
}
