import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SCHEMA_DIRECTORY } from '../src/migrations/schema-difference.ts'

/** The Postgres names of the tables in a schema file. */
export async function tableNames(file: 'auth.prisma' | 'product.prisma'): Promise<string[]> {
  const schema = await readFile(join(SCHEMA_DIRECTORY, file), 'utf8')
  return [...schema.matchAll(/@@map\("(\w+)"\)/g)].map(([, name = '']) => name)
}
