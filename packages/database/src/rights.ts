import type { Connections, Statement } from './client.ts'
import { columnsOfTables, functionsOfTriggers, tablesOfSignIn, triggersOfTables } from './parts.ts'
import { roles } from './technical.ts'

const readAndWrite = ['select', 'insert', 'update', 'delete'] as const

/** What the API does with each table of auth. `prisma/roles.sql` grants these rights to `latchkey_api`. */
export const rightsOfTheApi: Readonly<Record<string, readonly (typeof readAndWrite)[number][]>> = {
  'public.users': readAndWrite,
  'public.passwords': readAndWrite,
  'public.former_passwords': readAndWrite,
  'public.totp_apps': readAndWrite,
  'public.passkeys': readAndWrite,
  'public.recovery_codes': readAndWrite,
  'public.identities': readAndWrite,
  'public.sessions': readAndWrite,
  'public.devices': readAndWrite,
  'public.challenges': readAndWrite,
  'public.limits': readAndWrite,
  // Of these, the columns with personal fields.
  'public.audit_events': readAndWrite,
  'public.audit_chain': ['select', 'insert', 'delete'],
  'public.audit_checkpoints': ['select', 'insert', 'delete'],
  'public.heartbeats': ['select'],
  'public.announcement_channel': ['select'],
  'pgboss.job': readAndWrite,
}

/**
 * `has_any_column_privilege` knows the rights that may be granted for single columns. `on conflict` needs a primary key. A trigger in
 * another state than O or A does not fire in our sessions.
 */
const HINDRANCES: Statement = {
  name: 'hindrances',
  text: `
    with needed as (
      select pg_class.oid, name, rights
      from json_each_text($1::json) needed(name, rights)
      join pg_class on relname = split_part(name, '.', 2)
      join pg_namespace on pg_namespace.oid = relnamespace and nspname = split_part(name, '.', 1)
    )
    select current_user::text as role, current_setting('transaction_read_only') = 'on' as "isReadOnly",
      (select count(*)::integer from needed) as found,
      array(
        select r || ' on ' || name from needed cross join json_array_elements_text(rights::json) r
        where not case r when 'update' then has_any_column_privilege(oid, r) else has_table_privilege(oid, r) end
        union all select 'usage on schema pgboss' where not has_schema_privilege('pgboss', 'usage')
      ) as missing,
      array(select name from needed where row_security_active(oid)) as hidden,
      array(
        select 'column ' || name || '.' || c from json_each($2::json) t(name, columns), json_array_elements_text(columns) c
        where not exists (select from pg_attribute where attrelid = to_regclass(name) and attname = c and not attisdropped)
        union all select 'primary key of ' || name from needed
        where not exists (select from pg_index where indrelid = oid and indisprimary)
        union all select 'function ' || f from unnest($3::text[]) f where to_regprocedure(f) is null
      ) as gone,
      array(
        select t || ' on ' || name from json_each($4::json) o(name, triggers), json_array_elements_text(triggers) t
        where not exists (select from pg_trigger where tgrelid = to_regclass(name) and tgname = t and tgenabled in ('O', 'A'))
      ) as silent`,
}
const ASKED = [
  JSON.stringify(rightsOfTheApi),
  JSON.stringify(columnsOfTables),
  functionsOfTriggers,
  JSON.stringify(triggersOfTables),
]

interface Hindrances {
  role: string
  isReadOnly: boolean
  found: number
  missing: string[]
  hidden: string[]
  gone: string[]
  silent: string[]
}

/**
 * A lock on a table shows only when another one is asked for. This takes those of a sign-in, and changes nothing. It waits as long as a sign-in
 * would: up to the `lock_timeout` of the connection. It holds one lock at a time, so that no migration meets it in a deadlock. In a
 * block, because Postgres takes no `lock table` by itself. An exported snapshot is a small file beside the tables, which is gone at the end:
 * it cannot be written while their disk is full.
 */
const LOCK: Statement = {
  name: 'lock tables of a sign-in',
  text: `do $$ begin
    ${tablesOfSignIn.map(table => `lock table ${table} in row exclusive mode; commit;`).join('\n    ')}
    lock table public.announcement_channel in access share mode;
    perform pg_export_snapshot();
  end $$`,
}

/**
 * What keeps the role of these connections from working with the tables, as sentences to log: a missing right, row-level security, or
 * a part of the schema that somebody took away. Our connections set `row_security = off`, so it would end each query by an error in place
 * of hiding rows. Empty if all is well. Throws an outage if the tables are not there yet or locked, or the database is
 * read-only, or its disk full.
 */
export async function findHindrances({ prepared }: Pick<Connections, 'prepared'>): Promise<string[]> {
  const [row] = await prepared<Hindrances>(HINDRANCES, ASKED)
  if (!row || row.found < Object.keys(rightsOfTheApi).length) throw new Error('The database lacks tables.')
  if (row.isReadOnly) throw Object.assign(new Error('The database is read-only.'), { code: '25006' })
  const hindrances = sentencesOf(row)
  if (hindrances.length === 0) await prepared(LOCK, [])
  return hindrances
}

function sentencesOf({ role, missing, hidden, gone, silent }: Hindrances): string[] {
  const sentences: [readonly string[], string][] = [
    [
      missing,
      `The role ${role} lacks rights: ${missing.join(', ')}. As the owner of the tables, run prisma/roles.sql, and "grant latchkey_api to ${role}".`,
    ],
    [
      hidden,
      `Row-level security applies to the role ${role} in ${hidden.join(', ')}. As the owner, run "alter table … disable row level security" for each, or as a superuser "alter role ${role} bypassrls".`,
    ],
    [
      gone,
      `The database lacks what the migrations made: ${gone.join(', ')}. Undo what renamed or dropped it, or restore a backup.`,
    ],
    [
      silent,
      `These triggers are disabled or missing: ${silent.join(', ')}. Without them no server hears that a session ended. As the owner of the tables, run "alter table … enable trigger user" for each.`,
    ],
  ]
  return sentences.flatMap(([found, sentence]) => (found.length > 0 ? [sentence] : []))
}

/** Tables of which no other role should even read a row. Who can write a passkey can sign in with it, and who reads jobs reads mails. */
const ours = [...Object.keys(columnsOfTables), 'public._prisma_migrations'].filter(name => name !== 'public.users')

const OTHERS: Statement = {
  name: 'rights of others',
  text: `
    with tables as (
      select pg_class.oid, case nspname when 'public' then relname else nspname || '.' || relname end as name, relowner, relacl,
        nspname || '.' || relname = 'public.users' as may_be_read
      from pg_class join pg_namespace on pg_namespace.oid = relnamespace
      where relkind in ('r', 'p') and (nspname = 'pgboss' or nspname || '.' || relname = any('{public.users}' || $1::text[]))
    ), granted (name, owner, acl, may_be_read) as (
      select name, relowner, relacl, may_be_read from tables
      union all
      select name, relowner, attacl, may_be_read from tables join pg_attribute on attrelid = tables.oid
    )
    select case grantee when 0 then 'public' else pg_get_userbyid(grantee)::text end as role,
      array_agg(distinct name::text order by name::text) as tables
    from granted cross join aclexplode(acl)
    where grantee <> owner and pg_get_userbyid(grantee) not in ($2, current_user)
      and not (may_be_read and privilege_type in ('SELECT', 'REFERENCES'))
    group by grantee`,
}

/**
 * Who else was granted rights on our tables, as sentences to log. Others may read people: the product does. The migrations take back what
 * default privileges gave. A person, or the console of a provider, may have granted it again.
 */
export async function findRightsOfOthers({ prepared }: Pick<Connections, 'prepared'>): Promise<string[]> {
  const rows = await prepared<{ role: string; tables: string[] }>(OTHERS, [ours, roles.api])
  return rows.map(
    ({ role, tables }) =>
      `The role ${role} has rights on ${tables.join(', ')}, with which it may read secrets, take over accounts or hide that. If it should not, run prisma/roles.sql as the owner of the tables.`,
  )
}
