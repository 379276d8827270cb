import { type Client, DatabaseError } from 'pg'
import { connectTo } from './connection.ts'
import type { ServerLimits } from './connection-settings.ts'
import { isOutage } from './errors.ts'
import { withdrawDefaultGrants, withdrawsDefaultGrants } from './migrations/default-grants.ts'
import { MIGRATIONS_DIRECTORY, type Migration, readMigrations } from './migrations/files.ts'
import { MigrationError, readHistory, recordMigration, refuseDivergedHistory } from './migrations/history.ts'
import { refuseUnsuitableDatabase } from './migrations/suitable.ts'
import type { Timelines } from './primary.ts'
import { advisoryLocks } from './technical.ts'

export { MigrationError }

/** A table, type, index, schema or function of that name exists. */
const duplicates = ['42P07', '42710', '42P06', '42723']

/** A migration may take long. Its waits for a lock may not: everything that comes after it waits too. The next attempt goes on. */
const SERVER_LIMITS: ServerLimits = { lockMs: 10_000, statementMs: 0, idleInTransactionMs: 60_000 }

/**
 * Applies the migrations that this database does not have yet, and returns their names. If several replicas start at once,
 * one applies them and the others wait, for ten seconds at most. Each migration is applied completely or not at all.
 *
 * The address must lead to the server itself: a pooler could give the lock to another client. Throws a `MigrationError` if
 * a person must act, and an error that `isOutage` recognises if a later attempt may succeed.
 */
export async function applyMigrations(
  url: string,
  directory = MIGRATIONS_DIRECTORY,
  timelines?: Timelines,
): Promise<string[]> {
  const migrations = await readMigrations(directory)
  const client = await connectTo(url, SERVER_LIMITS, { timelines })
  try {
    await client.query('select pg_advisory_lock($1)', [advisoryLocks.migrations])
    await refuseUnsuitableDatabase(client)
    const history = await readHistory(client)
    refuseDivergedHistory(history, migrations)
    const applied = new Set(history.map(row => row.migration_name))
    const pending = migrations.filter(migration => !applied.has(migration.name))
    // Until then there is nothing to repeat, and that migration has to see what was granted by default.
    if (pending.length > 0 && applied.has(withdrawsDefaultGrants)) await withdrawDefaultGrants(client)
    for (const migration of pending) await applyMigration(client, migration)
    return pending.map(migration => migration.name)
  } catch (error) {
    throw error instanceof DatabaseError && error.code === MISSING_RIGHT ? notTheOwner(error) : error
  } finally {
    // This releases the lock too.
    await client.end().catch(() => {})
  }
}

const MISSING_RIGHT = '42501'

/** A later attempt would lack the right too: a person must act first. */
const notTheOwner = (cause: Error) =>
  new MigrationError(
    `The role may not migrate: ${cause.message}. ` +
      'DATABASE_DIRECT_URL, or DATABASE_URL if that is unset, must name the owner of the tables.',
    { cause },
  )

async function applyMigration(client: Client, migration: Migration): Promise<void> {
  try {
    await client.query('begin')
    const transaction = await currentTransaction(client)
    await client.query(migration.sql)
    if ((await currentTransaction(client)) !== transaction) {
      throw new MigrationError(
        `The migration ${migration.name} ends the transaction that it runs in, and may now be half applied. ` +
          'Undo its changes by hand, then remove begin, commit and rollback from its file.',
      )
    }
    await recordMigration(client, migration)
    await client.query('commit')
  } catch (error) {
    if (isOutage(error) || !(error instanceof DatabaseError)) throw error
    throw new MigrationError(
      `The migration ${migration.name} failed and left nothing behind: ${error.message}. ` +
        (duplicates.includes(error.code ?? '')
          ? 'If another program uses this database, give this one a database of its own.'
          : 'Correct its file, or the data that it failed on, and start again.'),
      { cause: error },
    )
  }
}

async function currentTransaction(client: Client): Promise<string | undefined> {
  const { rows } = await client.query<{ id: string }>('select pg_current_xact_id()::text as id')
  return rows[0]?.id
}
