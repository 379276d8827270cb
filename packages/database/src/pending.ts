import { connectTo } from './connection.ts'
import type { ServerLimits } from './connection-settings.ts'
import { MIGRATIONS_DIRECTORY, readMigrations } from './migrations/files.ts'
import { findHistory, refuseDivergedHistory } from './migrations/history.ts'
import { refuseUnsuitableDatabase } from './migrations/suitable.ts'

const SERVER_LIMITS: ServerLimits = { lockMs: 2_000, statementMs: 4_000, idleInTransactionMs: 8_000 }

/** The name of the newest migration of this version. */
export const newestMigration = async (directory = MIGRATIONS_DIRECTORY): Promise<string> =>
  (await readMigrations(directory)).at(-1)?.name ?? ''

/** Whether this version has a migration of that name. */
export const knowsMigration = async (name: string, directory = MIGRATIONS_DIRECTORY): Promise<boolean> =>
  (await readMigrations(directory)).some(migration => migration.name === name)

/**
 * The names of the migrations that this database does not have yet, oldest first. Changes nothing.
 * @throws {MigrationError} if they are of another program or version, and an error that `outageOf` recognises while the database is away
 */
export async function findPendingMigrations(url: string, directory = MIGRATIONS_DIRECTORY): Promise<string[]> {
  const migrations = await readMigrations(directory)
  const client = await connectTo(url, SERVER_LIMITS)
  try {
    await refuseUnsuitableDatabase(client)
    const history = await findHistory(client)
    refuseDivergedHistory(history, migrations)
    const applied = new Set(history.map(row => row.migration_name))
    return migrations.map(({ name }) => name).filter(name => !applied.has(name))
  } finally {
    await client.end().catch(() => {})
  }
}
