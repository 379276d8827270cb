import { randomUUID } from 'node:crypto'
import type { Client } from 'pg'
import type { Migration } from './files.ts'

/** A failed migration. The message names it and says what to do. */
export class MigrationError extends Error {
  override name = 'MigrationError'
}

/** A row of Prisma's own table of migrations, so that both Prisma's tools and we can apply migrations. */
interface AppliedMigration {
  migration_name: string
  checksum: string
  finished_at: Date | null
}

/** The migrations that this database has applied, oldest first. Empty if there is no table of them yet. */
export async function findHistory(client: Client): Promise<AppliedMigration[]> {
  const { rows } = await client.query(`select to_regclass('"_prisma_migrations"') is not null as exists`)
  return rows[0]?.exists ? readRows(client) : []
}

/** Reads the migrations that this database has applied, oldest first. Creates the table if it is missing. */
export async function readHistory(client: Client): Promise<AppliedMigration[]> {
  await client.query(`create table if not exists "_prisma_migrations" (
    "id" varchar(36) primary key,
    "checksum" varchar(64) not null,
    "finished_at" timestamptz,
    "migration_name" varchar(255) not null,
    "logs" text,
    "rolled_back_at" timestamptz,
    "started_at" timestamptz not null default now(),
    "applied_steps_count" integer not null default 0
  )`)
  return readRows(client)
}

async function readRows(client: Client): Promise<AppliedMigration[]> {
  const { rows } = await client.query<AppliedMigration>(
    `select migration_name, checksum, finished_at from "_prisma_migrations" where rolled_back_at is null order by started_at`,
  )
  return rows
}

/** Throws a `MigrationError` if an applied migration is unfinished, unknown, or differs from its file. */
export function refuseDivergedHistory(history: AppliedMigration[], migrations: Migration[]): void {
  const [first] = history
  if (first && !history.some(applied => migrations.some(({ name }) => name === applied.migration_name)))
    throw new MigrationError(
      `The database has the migrations of another program, such as ${first.migration_name}. Give this program a database of its own.`,
    )
  for (const applied of history) {
    const name = applied.migration_name
    const migration = migrations.find(each => each.name === name)
    if (!applied.finished_at) {
      throw new MigrationError(
        `The migration ${name} was started by another tool and never finished. Repair what it left half done, ` +
          'then set rolled_back_at in its row of _prisma_migrations, so that it is applied again.',
      )
    }
    if (!migration) {
      throw new MigrationError(
        `The database has the migration ${name}, which this version does not know: a newer version migrated it. ` +
          'Run that version, or restore a backup from before it.',
      )
    }
    if (migration.checksum !== applied.checksum) {
      throw new MigrationError(
        `The migration ${name} was changed after it had been applied. Restore its file, ` +
          'and write your change as a new migration.',
      )
    }
  }
}

/** Records that a migration was applied. Call it inside the transaction that applies it. */
export async function recordMigration(client: Client, { name, checksum }: Migration): Promise<void> {
  await client.query(
    `insert into "_prisma_migrations" (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
     values ($1, $2, $3, now(), clock_timestamp(), 1)`,
    [randomUUID(), checksum, name],
  )
}
