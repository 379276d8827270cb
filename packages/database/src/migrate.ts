import { Client, DatabaseError } from 'pg'
import { isOutage } from './errors.ts'
import { MIGRATIONS_DIRECTORY, type Migration, readMigrations } from './migrations/files.ts'
import { MigrationError, readHistory, recordMigration, refuseDivergedHistory } from './migrations/history.ts'
import { advisoryLocks } from './technical.ts'

export { MigrationError }

const CONNECTION_TIMEOUT_MILLISECONDS = 5_000

/**
 * Applies the migrations that this database does not have yet; returns their names. Of several replicas that start at
 * once one applies, and the others wait for it. Each migration is applied whole or not at all.
 *
 * The address must lead to the server itself: a pooler would give the lock to somebody else's transaction. Throws a
 * `MigrationError` when only a person can help, and an error that `isOutage` knows when trying again may.
 */
export async function applyMigrations(url: string, directory = MIGRATIONS_DIRECTORY): Promise<string[]> {
  const migrations = await readMigrations(directory)
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECTION_TIMEOUT_MILLISECONDS,
    keepAlive: true,
  })
  // The query that is running reports it; without a listener, a connection that breaks would end the process too.
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [advisoryLocks.migrations])
    const history = await readHistory(client)
    refuseDivergedHistory(history, migrations)
    const applied = new Set(history.map(row => row.migration_name))
    const pending = migrations.filter(migration => !applied.has(migration.name))
    for (const migration of pending) await applyMigration(client, migration)
    return pending.map(migration => migration.name)
  } finally {
    // Ends the lock too.
    await client.end().catch(() => {})
  }
}

async function applyMigration(client: Client, migration: Migration): Promise<void> {
  try {
    await client.query('begin')
    const transaction = await currentTransaction(client)
    await client.query(migration.sql)
    if ((await currentTransaction(client)) !== transaction) {
      throw new MigrationError(
        `The migration ${migration.name} ends the transaction that it runs in, and may now be half applied. ` +
          'Undo by hand what it did, then take begin, commit and rollback out of its file.',
      )
    }
    await recordMigration(client, migration)
    await client.query('commit')
  } catch (error) {
    if (isOutage(error) || !(error instanceof DatabaseError)) throw error
    throw new MigrationError(
      `The migration ${migration.name} failed and left nothing behind: ${error.message}. ` +
        'Correct its file, or the data that it stumbled over, and start again.',
      { cause: error },
    )
  }
}

async function currentTransaction(client: Client): Promise<string | undefined> {
  const { rows } = await client.query<{ id: string }>('select pg_current_xact_id()::text as id')
  return rows[0]?.id
}
