import { connectForTest } from '@latchkey/database/testing'
import type { Client } from 'pg'

/** Everything that migrations make: columns, constraints, indexes, triggers, functions and rights. */
const FINGERPRINT = `
  with parts as (
    select format('%s.%s %s %s %s', table_name, column_name, data_type, is_nullable, column_default) as part
    from information_schema.columns where table_schema = 'public' and table_name <> '_prisma_migrations'
    union all select pg_get_constraintdef(oid) || conrelid::regclass::text from pg_constraint
      where connamespace = 'public'::regnamespace and conrelid::regclass::text not like '%_prisma_migrations%'
    union all select indexdef from pg_indexes where schemaname = 'public' and tablename <> '_prisma_migrations'
    union all select pg_get_triggerdef(oid) || tgenabled::text from pg_trigger where not tgisinternal
    union all select proname || md5(prosrc) || coalesce(proacl::text, '') from pg_proc where pronamespace = 'public'::regnamespace
    union all select relname || coalesce(relacl::text, '') from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'S') and relname <> '_prisma_migrations'
  ) select md5(string_agg(part, e'\\n' order by part)) as schema from parts`

export interface SchemaState {
  /** How many migrations the history holds. */
  readonly applied: number
  /** A hash of what they made. */
  readonly schema: string
}

/** Reads a database's state, once the connections of others to it have ended. */
export async function readSchema(client: Client): Promise<SchemaState> {
  const others = 'select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()'
  while ((await client.query(others)).rowCount !== 0) await new Promise(resolve => setTimeout(resolve, 5))
  const { rows } = await client.query<{ schema: string | null }>(FINGERPRINT)
  const history = await client.query<{ exists: boolean }>(
    "select to_regclass('public._prisma_migrations') is not null as exists",
  )
  const count = 'select count(*)::int as applied from _prisma_migrations where finished_at is not null'
  const applied = history.rows[0]?.exists ? (await client.query<{ applied: number }>(count)).rows[0]?.applied : 0
  return { applied: applied ?? 0, schema: rows[0]?.schema ?? '' }
}

/** Creates a database, and returns its address and a connection to it. */
export async function createDatabase(adminUrl: string, name: string): Promise<{ url: string; client: Client }> {
  const admin = await connectForTest(adminUrl)
  await admin.query(`create database ${name}`).finally(() => admin.end())
  const url = new URL(adminUrl)
  url.pathname = name
  return { url: url.href, client: await connectForTest(url.href) }
}
