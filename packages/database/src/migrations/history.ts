import { randomUUID } from 'node:crypto'
import type { Client } from 'pg'
import type { Migration } from './files.ts'

/** The sentence of it names the migration and says what to do. */
export class MigrationError extends Error {
  override name = 'MigrationError'
}

/** A row of the table that Prisma's own tools keep too; they and we can take turns. */
interface AppliedMigration {
  migration_name: string
  checksum: string
  finished_at: Date | null
}

/** What this database says it has applied, oldest first. Makes the table if it is not there. */
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
  const { rows } = await client.query<AppliedMigration>(
    `select migration_name, checksum, finished_at from "_prisma_migrations" where rolled_back_at is null order by started_at`,
  )
  return rows
}

/** Throws a `MigrationError` unless what was applied is what the files say. */
export function refuseDivergedHistory(history: AppliedMigration[], migrations: Migration[]): void {
  for (const applied of history) {
    const name = applied.migration_name
    const migration = migrations.find(each => each.name === name)
    if (!applied.finished_at) {
      throw new MigrationError(
        `The migration ${name} was begun by another tool and never finished. Put right what it left half done, ` +
          'then set rolled_back_at in its row of _prisma_migrations, so that it is applied again.',
      )
    }
    if (!migration) {
      throw new MigrationError(
        `The database has the migration ${name}, which this version does not know: a newer version has been here. ` +
          'Run that version, or restore a backup from before it.',
      )
    }
    if (migration.checksum !== applied.checksum) {
      throw new MigrationError(
        `The migration ${name} was changed after it had been applied. Restore its file, ` +
          'and write what you want to change as a new migration.',
      )
    }
  }
}

/** Says that a migration was applied; inside the transaction that applies it. */
export async function recordMigration(client: Client, { name, checksum }: Migration): Promise<void> {
  await client.query(
    `insert into "_prisma_migrations" (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
     values ($1, $2, $3, now(), clock_timestamp(), 1)`,
    [randomUUID(), checksum, name],
  )
}
