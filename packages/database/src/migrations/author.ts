import { mkdir, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { applyMigrations } from '../migrate.ts'
import { createTestDatabase, startTemplate } from '../testing.ts'
import { MIGRATIONS_DIRECTORY, readMigrations } from './files.ts'
import { findSchemaDifference, SCHEMA_DIRECTORY } from './schema-difference.ts'

/**
 * Writes the migration that leads from the existing ones to the schema, found on a throw-away database; returns its
 * file, or `undefined` if there is nothing to do.
 */
export async function authorMigration(
  name: string,
  { directory = MIGRATIONS_DIRECTORY, schemaDirectory = SCHEMA_DIRECTORY } = {},
): Promise<string | undefined> {
  if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name)) {
    throw new Error(`A migration is named in snake_case, as in "add_devices"; "${name}" is not.`)
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

/** Now, as YYYYMMDDHHMMSS in UTC. */
async function nextTimestamp(directory: string): Promise<string> {
  const now = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const newest = (await readMigrations(directory)).at(-1)?.name ?? ''
  if (newest.slice(0, now.length) >= now) {
    throw new Error(
      `By this machine's clock the migration ${newest} lies in the future. Set the clock, then try again.`,
    )
  }
  return now
}

if (import.meta.main) {
  try {
    const [name] = process.argv.slice(2)
    if (!name) throw new Error('Say what it does: pnpm db:migration add_devices')
    const file = await authorMigration(name)
    console.log(
      file
        ? `Wrote ${relative('.', file)}. Read it, add what a schema cannot say, and start: it is applied then.`
        : 'The migrations already give what the schema describes: nothing to write.',
    )
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
