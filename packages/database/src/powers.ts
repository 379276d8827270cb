import type { Connections, Statement } from './client.ts'

/** Of Postgres itself: their members read or change what no right on a table allows, or run programs on the server. */
const SERVER_ROLES: readonly string[] = [
  ...['pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files'],
  ...['pg_read_all_data', 'pg_write_all_data'],
]

// A member counts even without inheriting: SET ROLE is one statement away.
const POWERS: Statement = {
  name: 'powers of the role',
  text: `
    select current_user::text as role, bool_or(rolsuper) as "isSuperuser",
      bool_or(rolcreaterole or rolcreatedb or rolreplication or rolbypassrls) as "isAdministrator",
      coalesce(array_agg(rolname::text order by rolname) filter (where rolname = any ($1)), '{}') as "serverRoles",
      coalesce((select pg_has_role(relowner, 'member') from pg_class where oid = to_regclass('public.users')), false)
        as "ownsTables"
    from pg_roles where pg_has_role(oid, 'member')`,
}

/** What a database role may do beyond what the API needs, by itself or as another role that it may become. */
export interface Powers {
  readonly role: string
  readonly isSuperuser: boolean
  /** Makes roles or databases, reads everything by replication, or bypasses row security. */
  readonly isAdministrator: boolean
  /** Roles of Postgres itself that reach beyond the tables. */
  readonly serverRoles: readonly string[]
  /** Can change tables and triggers, so also rewrite the audit log. */
  readonly ownsTables: boolean
}

/** What the role of these connections may do. */
export async function findPowers({ prepared }: Pick<Connections, 'prepared'>): Promise<Powers> {
  const [row] = await prepared<Powers>(POWERS, [SERVER_ROLES])
  if (!row) throw new Error('The role of the connection is unknown.')
  return row
}
