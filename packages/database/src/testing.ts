import { createHash, randomUUID } from 'node:crypto'
import { type Client, escapeIdentifier } from 'pg'
import { applyRoles } from './apply-roles.ts'
import { connectTo } from './connection.ts'
import type { ServerLimits } from './connection-settings.ts'
import { leaseEmbeddedServer } from './embedded-server.ts'
import { applyMigrations } from './migrate.ts'
import { MIGRATIONS_DIRECTORY, readMigrations } from './migrations/files.ts'
import { advisoryLocks, applicationNames, type roles } from './technical.ts'
import { testDirectory } from './testing-data-dir.ts'

const UNLIMITED: ServerLimits = { lockMs: 0, statementMs: 0, idleInTransactionMs: 0 }

/** How many times as long as in production tests wait for a database: a busy machine is slow. */
export const patience = 20

/** Defaults of a database that would make a server unsafe that relied on them. All tests run with them. */
const HOSTILE_DEFAULTS = {
  TimeZone: `'America/Los_Angeles'`,
  default_transaction_isolation: `'repeatable read'`,
  synchronous_commit: 'off',
  DateStyle: `'German'`,
  search_path: `''`,
  standard_conforming_strings: 'off',
  IntervalStyle: `'iso_8601'`,
  bytea_output: `'escape'`,
  statement_timeout: `'1s'`,
  lock_timeout: `'1s'`,
  idle_in_transaction_session_timeout: `'1s'`,
  idle_session_timeout: `'1s'`,
  default_transaction_deferrable: 'on',
  extra_float_digits: '-15',
  client_encoding: `'LATIN1'`,
  transform_null_equals: 'on',
  array_nulls: 'off',
  backslash_quote: 'off',
}
/** What a worker needs to create its databases. It is plain data, so it can be passed to another process. */
export interface TestTemplate {
  adminUrl: string
  template: string
  /** The id of the run. The name of a connection that stays open during the run contains it. */
  run: string
}

/**
 * Starts a Postgres server for tests, with a migrated database to copy. All runs of this checkout share the server.
 * Call it once in a run, and call `stop` at the end.
 */
export async function startTemplate(): Promise<{ template: TestTemplate; stop(): Promise<void> }> {
  const server = await leaseEmbeddedServer(await testDirectory(), { durable: false })
  const run = randomUUID().slice(0, 8)
  const adminUrl = withDatabase(server.url, 'postgres')
  const admin = await connectTo(adminUrl, UNLIMITED, { patience, application_name: applicationNames.testRun + run })
  // Two runs may start at once.
  await admin.query('select pg_advisory_lock($1)', [advisoryLocks.testTemplate])
  await dropLeftovers(admin)
  const template = await ensureTemplate(admin, adminUrl)
  await admin.query('select pg_advisory_unlock($1)', [advisoryLocks.testTemplate])
  return {
    template: { adminUrl, template, run },
    async stop() {
      await admin.end()
      await server.release()
    },
  }
}

/** Creates a separate database, migrated and empty. Its defaults are hostile, unless a test needs usual ones. */
export async function createTestDatabase(
  template: TestTemplate,
  { isHostile = true } = {},
): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `test_${template.run}_${randomUUID()}`
  const database = escapeIdentifier(name)
  // Copying files takes a third of the time that the usual strategy takes, which writes each page into the log first.
  const create = `create database ${database} template ${escapeIdentifier(template.template)} strategy file_copy`
  const defaults = Object.entries(isHostile ? HOSTILE_DEFAULTS : {}).map(
    ([setting, value]) => `alter database ${database} set ${setting} = ${value}`,
  )
  await asAdmin(template, create, defaults.join(';'))
  return {
    url: withDatabase(template.adminUrl, name),
    drop: () => asAdmin(template, `drop database if exists ${database} with (force)`),
  }
}

/** Creates a role in this group, with only the rights that `prisma/*roles.sql` grant. Returns the database's address for it. */
export async function limitedTo(
  group: (typeof roles)[keyof typeof roles],
  databaseUrl: string,
): Promise<{ url: string; drop(): Promise<void> }> {
  const limited = new URL(databaseUrl)
  limited.username = `test_role_${randomUUID()}`
  limited.password = randomUUID()
  const role = escapeIdentifier(limited.username)
  const asOwner = async (sql: string) => {
    const client = await connectForTest(databaseUrl)
    await client.query(sql).finally(() => client.end())
  }
  await applyRoles(databaseUrl, { patience })
  await asOwner(`create role ${role} login password '${limited.password}' in role ${group}`)
  return { url: limited.href, drop: () => asOwner(`drop role ${role}`) }
}

/** A connection of a test's own, with no time limits, and safe from the defaults of the database. */
export const connectForTest = (url: string): Promise<Client> => connectTo(url, UNLIMITED, { patience })

async function asAdmin({ adminUrl }: TestTemplate, ...statements: string[]): Promise<void> {
  const client = await connectForTest(adminUrl)
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

/** Drops the databases of runs that were killed. */
async function dropLeftovers(admin: Client): Promise<void> {
  const { rows } = await admin.query<{ datname: string }>(
    `select test.datname from pg_database test where test.datname like 'test\\_%' and not exists (
       select from pg_stat_activity run where run.application_name = $1 || split_part(test.datname, '_', 2))`,
    [applicationNames.testRun],
  )
  for (const { datname } of rows) await admin.query(`drop database ${escapeIdentifier(datname)} with (force)`)
}

/** Returns a database with all migrations. Its name contains their hash, so it is reused until they change. */
async function ensureTemplate(admin: Client, adminUrl: string): Promise<string> {
  const migrations = await readMigrations(MIGRATIONS_DIRECTORY)
  const state = createHash('sha256').update(JSON.stringify(migrations)).digest('hex').slice(0, 16)
  const template = `template_${state}`
  const { rows } = await admin.query<{ datname: string; datistemplate: boolean }>(
    `select datname, datistemplate from pg_database where datname like 'template\\_%'`,
  )
  if (rows.some(row => row.datname === template && row.datistemplate)) return template
  for (const { datname } of rows) {
    await admin.query(`alter database ${escapeIdentifier(datname)} is_template false`)
    await admin.query(`drop database ${escapeIdentifier(datname)} with (force)`)
  }
  await admin.query(`create database ${template}`)
  await applyMigrations(withDatabase(adminUrl, template))
  await admin.query(`alter database ${template} is_template true allow_connections false`)
  return template
}

function withDatabase(url: string, database: string): string {
  const other = new URL(url)
  other.pathname = database
  return other.href
}
