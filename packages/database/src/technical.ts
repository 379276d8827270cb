// Names and numbers that the database and its programs know, and people do not read. They do not change with the brand.

/** Here the triggers say what changed, and each server announces its heartbeats. A test compares it with the SQL. */
export const changesChannel = 'auth'

/** Where servers before version 0.2 listen. The triggers speak here too, so that an upgrade can replace servers one by one. */
export const formerChangesChannel = 'latchkey'

/** The numbers of Postgres' advisory locks. All are here, so that no two are the same. */
export const advisoryLocks = {
  /** The number that Prisma's own `migrate deploy` locks, so that it and we wait for each other. */
  migrations: 72_707_369,
  testTemplate: 72_707_370,
  auditChain: 72_707_371,
} as const

/** How our connections call themselves in `pg_stat_activity`. */
export const applicationNames = {
  listener: 'latchkey listener',
  /** Processes of different versions count each other's leases by it. */
  lease: 'latchkey lease',
  /** The id of the run follows. */
  testRun: 'latchkey test run ',
} as const

/** The groups that prisma/roles.sql makes. */
export const roles = { api: 'latchkey_api', product: 'latchkey_product' } as const

/** What the embedded server has been called since its data was made. */
export const embedded = {
  database: 'latchkey',
  superuser: 'latchkey',
  systemDirectory: '/var/lib/latchkey',
  /** Begins the names of temporary directories. */
  temporary: 'latchkey-',
} as const
