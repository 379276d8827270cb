import type { Connections, Statement } from './client.ts'
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

/** `has_any_column_privilege` knows the rights that may be granted for single columns. */
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
      array(select name from needed where row_security_active(oid)) as hidden`,
}

interface Hindrances {
  role: string
  isReadOnly: boolean
  found: number
  missing: string[]
  hidden: string[]
}

/** A lock on a table shows only when it is read. */
const READ: Statement = { name: 'read sessions', text: 'select from sessions limit 1' }

/**
 * What keeps the role of these connections from working with the tables, as sentences to log: a missing right, or row-level
 * security. Our connections set `row_security = off`, so it would end each query by an error in place of hiding rows. Empty if all is well.
 * Throws an outage if the tables are not there yet, or the database is read-only.
 */
export async function findHindrances({ prepared }: Pick<Connections, 'prepared'>): Promise<string[]> {
  const needed = JSON.stringify(rightsOfTheApi)
  const [row] = await prepared<Hindrances>(HINDRANCES, [needed])
  if (!row || row.found < Object.keys(rightsOfTheApi).length) throw new Error('The database lacks tables.')
  if (row.isReadOnly) throw Object.assign(new Error('The database is read-only.'), { code: '25006' })
  const { role, missing, hidden } = row
  const lacks = `The role ${role} lacks rights: ${missing.join(', ')}. As the owner of the tables, run prisma/roles.sql, and "grant latchkey_api to ${role}".`
  const blind = `Row-level security applies to the role ${role} in ${hidden.join(', ')}. As the owner, run "alter table … disable row level security" for each, or as a superuser "alter role ${role} bypassrls".`
  const hindrances = [...(missing.length > 0 ? [lacks] : []), ...(hidden.length > 0 ? [blind] : [])]
  if (hindrances.length === 0) await prepared(READ, [])
  return hindrances
}

/** Tables with secrets or with what verifies them, and the secret channel. Who can write a passkey can sign in with it. */
const secret = [
  ...['passwords', 'former_passwords', 'totp_apps', 'recovery_codes', 'passkeys'],
  ...['sessions', 'devices', 'challenges', 'announcement_channel'],
]

const OTHERS: Statement = {
  name: 'rights of others',
  text: `
    with granted (name, owner, acl) as (
      select relname, relowner, relacl from pg_class where relnamespace = 'public'::regnamespace and relname = any($1)
      union all
      select relname, relowner, attacl from pg_class join pg_attribute on attrelid = pg_class.oid
      where relnamespace = 'public'::regnamespace and relname = any($1)
    )
    select case grantee when 0 then 'public' else pg_get_userbyid(grantee)::text end as role,
      array_agg(distinct name::text order by name::text) as tables
    from granted cross join aclexplode(acl)
    where grantee <> owner and pg_get_userbyid(grantee) not in ($2, current_user)
    group by grantee`,
}

/**
 * Who else was granted rights on tables with secrets, as sentences to log. The migrations take back what default privileges gave. A person,
 * or the console of a provider, may have granted it again.
 */
export async function findRightsOfOthers({ prepared }: Pick<Connections, 'prepared'>): Promise<string[]> {
  const rows = await prepared<{ role: string; tables: string[] }>(OTHERS, [secret, roles.api])
  return rows.map(
    ({ role, tables }) =>
      `The role ${role} has rights on ${tables.join(', ')}, which hold secrets or what verifies them. If it should not, run prisma/roles.sql as the owner of the tables.`,
  )
}
