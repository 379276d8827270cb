import * as z from 'zod/mini'

/** What each rule is about, for the list in docs/operations.md and for programs. */
export const rules = {
  settings: 'Every setting can be read, and production has the ones that it needs.',
  'node-version': 'Node.js is new enough.',
  'hash-time': 'Hashing a password takes from 20 to 500 ms.',
  'secret-backup': 'APP_SECRET has a backup.',
  'data-dir': 'DATA_DIR can be used.',
  'embedded-database': 'People are kept in a Postgres of your own.',
  'database-outage': 'The database can be reached.',
  'different-servers': 'DATABASE_URL and DATABASE_DIRECT_URL lead to the same database.',
  'database-settings': 'Encoding, search_path, pooler and defaults of the database are safe to use.',
  'foreign-migrations': 'The tables are of this program and of this version.',
  'pending-migrations': 'All migrations are applied.',
  'role-lacks-rights': 'The role of DATABASE_URL may do what the API does.',
  'role-may-too-much': 'The role of DATABASE_URL may do no more than that.',
  'rights-of-others': 'No other role may use the tables.',
  'clock-skew': 'The clocks of this machine and of the database agree.',
  'announcements-lost': 'DATABASE_DIRECT_URL hears announcements: no pooler is in between.',
  'mail-server': 'The mail server answers and accepts the login.',
  'mail-sender': 'The mail server accepts the sender.',
  'local-app-url': 'APP_URL is no address of this machine.',
  'app-url': 'This server answers at APP_URL.',
  'proxy-scheme': 'The proxy says that people use https.',
  'proxy-address': 'The proxy names the client, and a client cannot name itself.',
  'proxy-host': 'The proxy passes the host on.',
  provider: 'Each provider to sign in with answers, and is the issuer that the settings name.',
  'provider-callback': 'The address that a provider sends people back to is registered there.',
  'missing-fixes': 'This clone has the security fixes of upstream.',
} as const

export type Rule = keyof typeof rules

/** Something that `latchkey doctor` found. */
export const Finding = z.object({
  rule: z.enum(Object.keys(rules) as [Rule, ...Rule[]]),
  /** An error is unsafe or will not work. A note says what could not be examined. */
  level: z.enum(['error', 'warning', 'note']),
  /** What to change, what was seen, and what to write. */
  message: z.string(),
})
export type Finding = z.output<typeof Finding>

/** The whole answer, for `--json`. `ok` without an error. */
export const Report = z.object({ ok: z.boolean(), findings: z.array(Finding) })

export const error = (rule: Rule, message: string): Finding => ({ rule, level: 'error', message })
export const warning = (rule: Rule, message: string): Finding => ({ rule, level: 'warning', message })
export const note = (rule: Rule, message: string): Finding => ({ rule, level: 'note', message })
