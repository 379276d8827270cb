// Names and numbers that the database and programs use, and people do not read. They do not change with the brand.

/** The channel of servers before version 0.2. Triggers use it too, so that an upgrade can replace servers one by one. */
export const formerChangesChannel = 'latchkey'

/** The prefix of our messages in the write-ahead log. */
export const messagePrefix = 'latchkey'

/** The keys of our Postgres advisory locks. All are listed here, so that no two are the same. */
export const advisoryLocks = {
  /** The key that Prisma's `migrate deploy` uses. So Prisma and we wait for each other. */
  migrations: 72_707_369,
  testTemplate: 72_707_370,
  auditChain: 72_707_371,
} as const

/** The names of our connections in `pg_stat_activity`. */
export const applicationNames = {
  listener: 'latchkey listener',
  /** Processes of different versions use it to count each other's leases. */
  lease: 'latchkey lease',
  backup: 'latchkey backup',
  silenceWatch: 'latchkey silence watch',
  /** The id of the test run is appended. */
  testRun: 'latchkey test run ',
} as const

/** The groups that prisma/roles.sql creates. */
export const roles = { api: 'latchkey_api', product: 'latchkey_product' } as const

/** Names in the embedded server. Existing data directories contain them. */
export const embedded = {
  database: 'latchkey',
  superuser: 'latchkey',
  systemDirectory: '/var/lib/latchkey',
  /** The prefix of the names of temporary directories. */
  temporary: 'latchkey-',
} as const
