import type { Client } from 'pg'
import { MigrationError } from './history.ts'

interface Facts {
  name: string
  /** Another schema that holds our tables, while `public` does not. */
  elsewhere: string | null
}

const FACTS = `
  select current_database() as name,
    (select nspname from pg_class history join pg_namespace on pg_namespace.oid = history.relnamespace
     where history.relname = '_prisma_migrations' and to_regclass('public._prisma_migrations') is null
       and exists (select from pg_class where relnamespace = history.relnamespace and relname = 'audit_chain')
     limit 1) as elsewhere`

/** Throws a `MigrationError` if the tables are in another schema. Each connection checks the rest (`connection-settings.ts`). */
export async function refuseUnsuitableDatabase(client: Client): Promise<void> {
  const { rows } = await client.query<Facts>(FACTS)
  const { name, elsewhere } = rows[0] as Facts
  if (elsewhere !== null)
    throw new MigrationError(
      `The tables are in the schema ${elsewhere} of the database ${name}. They belong in "public". ` +
        `Move each of them: alter table ${elsewhere}.users set schema public.`,
    )
}
