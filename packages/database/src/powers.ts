import type { Connections, Statement } from './client.ts'

const POWERS: Statement = {
  name: 'powers of the role',
  text: `
    select rolname::text as role, rolsuper as "isSuperuser", rolcreaterole or rolreplication as "isAdministrator",
      coalesce(pg_has_role(relowner, 'usage'), false) as "ownsTables"
    from pg_roles left join pg_class on pg_class.oid = to_regclass('public.users')
    where rolname = current_user`,
}

/** What a database role may do beyond what the API needs. */
export interface Powers {
  readonly role: string
  readonly isSuperuser: boolean
  /** Makes roles, or reads everything by replication. */
  readonly isAdministrator: boolean
  /** Can change tables and triggers, so also rewrite the audit log. */
  readonly ownsTables: boolean
}

/** What the role of these connections may do. */
export async function findPowers({ prepared }: Pick<Connections, 'prepared'>): Promise<Powers> {
  const [row] = await prepared<Powers>(POWERS, [])
  if (!row) throw new Error('The role of the connection is unknown.')
  return row
}
