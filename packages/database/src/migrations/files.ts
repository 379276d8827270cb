import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const MIGRATIONS_DIRECTORY = fileURLToPath(new URL('../../../../prisma/migrations', import.meta.url))

export interface Migration {
  name: string
  sql: string
  /** SHA-256 as hex, as Prisma's tools compute it. */
  checksum: string
}

/** Reads the migrations of a directory, in the order in which they apply. */
export async function readMigrations(directory = MIGRATIONS_DIRECTORY): Promise<Migration[]> {
  const entries = await readdir(directory, { withFileTypes: true })
  const names = entries.filter(entry => entry.isDirectory()).map(entry => entry.name)
  return Promise.all(names.sort().map(name => readMigration(directory, name)))
}

async function readMigration(directory: string, name: string): Promise<Migration> {
  const content = await readFile(join(directory, name, 'migration.sql'))
  return { name, sql: content.toString(), checksum: createHash('sha256').update(content).digest('hex') }
}
