import type { Connections, Statement } from './client.ts'

const all = 'select, insert, update, delete'
/** What the server does with its tables. Without one of these rights, signing in or out fails, or the purge. */
const needed: Readonly<Record<string, string>> = {
  users: all,
  passwords: all,
  former_passwords: all,
  sessions: all,
  devices: all,
  challenges: all,
  limits: all,
  audit_events: 'select, insert, delete',
  audit_chain: 'select, insert, delete',
  audit_checkpoints: 'select, insert, delete',
  'pgboss.queue': 'select',
  'pgboss.job': all,
}

const rows = Object.entries(needed).map(([name, rights]) => `('${name}', '${rights}')`)

const FIND_MISSING: Statement = {
  name: 'missing rights',
  text: `
    with needed (name, rights) as (values ${rows.join(', ')})
    select array(
      select 'may not ' || wanted || ' on ' || name from needed cross join unnest(string_to_array(rights, ', ')) as wanted
      where not has_table_privilege(name, wanted)
      union all
      select 'is kept from rows of ' || name || ' by row level security' from needed where row_security_active(name)
    ) as missing`,
}

/** A lock on a table shows only when it is read. */
const READ: Statement = { name: 'read sessions', text: 'select from sessions limit 1' }

/**
 * Checks that the database could take a sign-in: the tables are there, can be read, and the role has its rights on all of them.
 * @throws an error that `isOutage` recognises: rights can be granted while the server runs
 */
export async function requireRights({ prepared }: Pick<Connections, 'prepared'>): Promise<void> {
  const [found] = await prepared<{ missing: string[] }>(FIND_MISSING, [])
  const missing = found?.missing ?? []
  if (missing.length > 0) throw Object.assign(new Error(`It ${missing.join(', ')}.`), { code: 'MISSING_RIGHTS' })
  await prepared(READ, [])
}
