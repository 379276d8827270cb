import type { Client } from 'pg'
import { MigrationError } from './history.ts'

interface Facts {
  name: string
  encoding: string
  schema: string | null
  /** Another schema that holds our tables, while `public` does not. */
  elsewhere: string | null
}

const FACTS = `
  select current_database() as name, current_setting('server_encoding') as encoding, current_schema() as schema,
    (select nspname from pg_class history join pg_namespace on pg_namespace.oid = history.relnamespace
     where history.relname = '_prisma_migrations' and to_regclass('public._prisma_migrations') is null
       and exists (select from pg_class where relnamespace = history.relnamespace and relname = 'audit_chain')
     limit 1) as elsewhere`

/** Throws a `MigrationError` if the tables cannot work in this database. The message says what to do. */
export async function refuseUnsuitableDatabase(client: Client): Promise<void> {
  const { rows } = await client.query<Facts>(FACTS)
  const { name, encoding, schema, elsewhere } = rows[0] as Facts
  if (encoding !== 'UTF8')
    throw new MigrationError(
      `The database ${name} has the encoding ${encoding}, which cannot hold every name. ` +
        "Create one with: create database … encoding 'UTF8' template template0.",
    )
  if (elsewhere !== null)
    throw new MigrationError(
      `The tables are in the schema ${elsewhere} of the database ${name}. They belong in "public". ` +
        `Move each of them: alter table ${elsewhere}.users set schema public.`,
    )
  if (schema !== 'public')
    throw new MigrationError(
      `New tables in the database ${name} would go to ${schema ? `the schema ${schema}` : 'no schema'}. They belong in "public". ` +
        'If it is missing: create schema public. If not, remove search_path from the address, the role and the database.',
    )
}
