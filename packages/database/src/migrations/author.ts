import { mkdir, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { applyMigrations } from '../migrate.ts'
import { createTestDatabase, startTemplate } from '../testing.ts'
import { MIGRATIONS_DIRECTORY, readMigrations } from './files.ts'
import { findSchemaDifference, SCHEMA_DIRECTORY } from './schema-difference.ts'

/**
 * Writes the migration from the existing migrations to the current schema, using a temporary database. Returns its file, or
 * `undefined` if nothing is missing. Throws if the name is not in snake_case.
 */
export async function authorMigration(
  name: string,
  { directory = MIGRATIONS_DIRECTORY, schemaDirectory = SCHEMA_DIRECTORY } = {},
): Promise<string | undefined> {
  if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name)) {
    throw new Error(`A migration is named in snake_case, such as "add_devices". "${name}" is not.`)
  }
  const sql = await findMissingSql(directory, schemaDirectory)
  if (!sql) return undefined
  const file = join(directory, `${await nextTimestamp(directory)}_${name}`, 'migration.sql')
  await mkdir(join(file, '..'))
  await writeFile(file, sql)
  return file
}

async function findMissingSql(directory: string, schemaDirectory: string): Promise<string> {
  const { template, stop } = await startTemplate()
  try {
    const database = await createTestDatabase({ ...template, template: 'template0' })
    await applyMigrations(database.url, directory)
    return await findSchemaDifference(database.url, schemaDirectory).finally(database.drop)
  } finally {
    await stop()
  }
}

/** Now, as YYYYMMDDHHMMSS in UTC. If another machine's clock was ahead, the number after the newest migration. */
async function nextTimestamp(directory: string): Promise<string> {
  const now = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const newest = (await readMigrations(directory)).at(-1)?.name ?? '0'
  return String(Math.max(Number(now), Number.parseInt(newest, 10) + 1))
}

if (import.meta.main) {
  try {
    const [name] = process.argv.slice(2)
    if (!name) throw new Error('Give the migration a name: pnpm db:migration add_devices')
    const file = await authorMigration(name)
    console.log(
      file
        ? `Wrote ${relative('.', file)}. Read it and add what a schema cannot express. The next start applies it.`
        : 'The migrations already match the schema. There is nothing to write.',
    )
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
