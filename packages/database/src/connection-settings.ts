import type { ClientBase } from 'pg'

/**
 * The database or a role of it is set up in a way that would make Latchkey unsafe, and a connection could not change that. The
 * message says what was found and what to write.
 */
export class UnsuitableDatabaseError extends Error {
  override name = 'UnsuitableDatabaseError'
  readonly code = 'UNSUITABLE_DATABASE'
}

/** How long the database lets a connection wait. Each is shorter than what the client waits. 0 is without limit. */
export interface ServerLimits {
  readonly lockMs: number
  readonly statementMs: number
  readonly idleInTransactionMs: number
}

interface Requirement {
  readonly name: string
  /** What each connection sets at its start. Without it, the setting can only be checked. */
  readonly set?: string
  /** How a person writes it. Nothing where it cannot be changed. */
  readonly written?: string
  /** SQL that reads it. */
  readonly read: string
  readonly accepts: RegExp
  /** What goes wrong with another value. */
  readonly because: string
  /** What else may be the cause. */
  readonly remedy?: string
}

/**
 * What each connection sets at its start, and then checks: a default of the database or the role must not decide security. A pooler
 * may drop or refuse what a connection sets. Then the defaults must be right.
 */
export const requirements: readonly Requirement[] = [
  {
    name: 'TimeZone',
    set: 'UTC',
    written: `'UTC'`,
    read: `current_setting('TimeZone')`,
    accepts: /^(Etc\/)?(UTC|UCT|GMT|Zulu|Universal)$/i,
    because: 'Sessions would end hours early or late',
  },
  {
    name: 'default_transaction_isolation',
    set: 'read\\ committed',
    written: `'read committed'`,
    read: `current_setting('default_transaction_isolation')`,
    accepts: /^read committed$/,
    because: 'A change would not see what was committed while it waited for a lock',
  },
  {
    name: 'synchronous_commit',
    set: 'on',
    written: 'on',
    read: `current_setting('synchronous_commit')`,
    accepts: /^(?!off$)/,
    because: 'Ended sessions would come back after a crash',
  },
  {
    name: 'DateStyle',
    set: 'ISO',
    written: `'ISO'`,
    read: `current_setting('DateStyle')`,
    accepts: /^ISO\b/,
    because: 'Dates would be misread',
  },
  {
    name: 'search_path',
    // Temporary tables come last. Otherwise one could take the place of a table of ours.
    set: 'public,pg_temp',
    written: 'public, pg_temp',
    read: 'coalesce(current_schema(), current_setting($$search_path$$))',
    accepts: /^public$/,
    because: 'Tables of another schema would be used, or none',
    remedy: 'The schema public must exist, and the role needs usage on it',
  },
  {
    name: 'standard_conforming_strings',
    set: 'on',
    written: 'on',
    read: `current_setting('standard_conforming_strings')`,
    accepts: /^on$/,
    because: 'Backslashes in a value would be misread',
  },
  {
    name: 'row_security',
    // A statement from which a policy would hide rows fails instead. A hidden session would look like an ended one.
    set: 'off',
    read: `case when exists (select from pg_class where relnamespace = to_regnamespace($$public$$)
      and relname in ($$sessions$$, $$users$$, $$passwords$$) and relrowsecurity and row_security_active(oid))
      then current_setting($$row_security$$) else $$off$$ end`,
    accepts: /^off$/,
    because: 'Policies would hide rows, and everybody would look signed out',
    remedy: 'Disable row level security on these tables, or alter the role to bypassrls',
  },
  {
    // Postgres 16 and older do not know it, and would refuse a connection that sets it.
    name: 'transaction_timeout',
    written: '0',
    read: `coalesce(current_setting('transaction_timeout', true), '0')`,
    accepts: /^(0|\d{2,}s|\d{5,}ms|\d+(min|h|d))$/,
    because: 'Changes would be cut off. Less than 10 s is too short',
  },
  {
    name: 'session_replication_role',
    written: 'origin',
    read: `current_setting('session_replication_role')`,
    accepts: /^origin$/,
    because: 'No trigger would announce the end of a session',
  },
  {
    name: 'server_encoding',
    read: `current_setting('server_encoding')`,
    accepts: /^UTF8$/,
    because: 'Names could not be stored',
    remedy: `Create the database with encoding 'UTF8'`,
  },
]

/** The startup options of a connection: the settings above, its limits, and then what the address adds. */
export const startupOptions = ({ lockMs, statementMs, idleInTransactionMs }: ServerLimits, more: string): string =>
  [
    ...requirements.flatMap(({ name, set }) => (set === undefined ? [] : [`-c ${name}=${set}`])),
    `-c lock_timeout=${lockMs}`,
    `-c statement_timeout=${statementMs}`,
    `-c idle_in_transaction_session_timeout=${idleInTransactionMs}`,
    // A pool keeps connections that wait.
    '-c idle_session_timeout=0',
    more,
  ]
    .join(' ')
    .trim()

const columns = requirements.map(({ read }, index) => `${read} as c${index}`).join(', ')
const CHECK = `select ${columns}, pg_is_in_recovery() as standby,
  current_setting('transaction_read_only') as read_only, session_user as role, current_database() as database`

/**
 * Checks a new connection. It costs one query for each connection, not for each statement.
 * @throws {UnsuitableDatabaseError} naming every wrong setting
 */
export async function checkConnection(client: ClientBase, timeoutMs: number): Promise<void> {
  // `pg` reads `query_timeout` of a query too, which its types do not know.
  const query: { text: string } = Object.assign({ text: CHECK }, { query_timeout: timeoutMs })
  const [found] = (await client.query<Record<string, unknown>>(query)).rows
  if (found?.standby) throw Object.assign(new Error('This server is a standby, not the primary.'), { code: 'STANDBY' })
  // Not overruled: an operator or provider sets this to protect the data, such as while the disk is full.
  if (found?.read_only === 'on')
    throw Object.assign(new Error('default_transaction_read_only is on.'), { code: 'READ_ONLY' })
  const wrong = requirements.flatMap((requirement, index) => {
    const value = String(found?.[`c${index}`])
    return requirement.accepts.test(value) ? [] : [{ ...requirement, value }]
  })
  if (wrong.length === 0) return
  const lines = wrong.map(({ name, value, because, remedy }) => `  ${name} is ${value}. ${because}.${then(remedy)}`)
  const cures = wrong.flatMap(({ name, written }) =>
    written ? [`  alter role "${found?.role}" in database "${found?.database}" set ${name} = ${written};`] : [],
  )
  const advice = 'Run this as an administrator, and remove other values from the address:'
  throw new UnsuitableDatabaseError(
    [
      'The database cannot be used with these settings:',
      ...lines,
      ...(cures.length > 0 ? [advice] : []),
      ...cures,
    ].join('\n'),
  )
}

const then = (remedy: string | undefined) => (remedy === undefined ? '' : ` ${remedy}.`)
