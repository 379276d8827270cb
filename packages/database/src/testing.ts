import { createHash, randomUUID } from 'node:crypto'
import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, escapeIdentifier } from 'pg'
import { clusterDirectory } from './embedded/cluster.ts'
import { readPlace } from './embedded/place.ts'
import { runTool } from './embedded/tool.ts'
import { leaseEmbeddedServer } from './embedded-server.ts'
import { applyMigrations } from './migrate.ts'
import { MIGRATIONS_DIRECTORY, readMigrations } from './migrations/files.ts'
import { advisoryLocks, applicationNames, embedded, type roles } from './technical.ts'

/** What a worker needs to make its databases; plain data, so that it can be handed to another process. */
export interface TestTemplate {
  adminUrl: string
  template: string
  /** The name of the connection that lives as long as the test run. */
  run: string
}

/**
 * Starts a Postgres server for tests, which all runs of this checkout share, with a migrated database to copy.
 * Call it once in a run; `stop` it at the end.
 */
export async function startTemplate(): Promise<{ template: TestTemplate; stop(): Promise<void> }> {
  const server = await leaseEmbeddedServer(await testDirectory(), { durable: false })
  const run = randomUUID().slice(0, 8)
  const adminUrl = withDatabase(server.url, 'postgres')
  const admin = new Client({ connectionString: adminUrl, application_name: applicationNames.testRun + run })
  admin.on('error', () => {})
  await admin.connect()
  // Two runs may begin at once.
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

/** A database of your own, migrated and empty, in some 50 ms. */
export async function createTestDatabase(template: TestTemplate): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `test_${template.run}_${randomUUID()}`
  await asAdmin(template, `create database ${escapeIdentifier(name)} template ${escapeIdentifier(template.template)}`)
  return {
    url: withDatabase(template.adminUrl, name),
    drop: () => asAdmin(template, `drop database if exists ${escapeIdentifier(name)} with (force)`),
  }
}

/** The address of a test database for a new role with the rights that `prisma/*roles.sql` give this group, and no others. */
export async function limitedTo(
  group: (typeof roles)[keyof typeof roles],
  databaseUrl: string,
): Promise<{ url: string; drop(): Promise<void> }> {
  const limited = new URL(databaseUrl)
  limited.username = `test_role_${randomUUID()}`
  limited.password = randomUUID()
  const role = escapeIdentifier(limited.username)
  const asOwner = async (sql: string) => {
    const client = new Client({ connectionString: databaseUrl })
    await client.connect()
    await client.query(sql).finally(() => client.end())
  }
  for (const file of ['roles.sql', 'product-roles.sql'])
    await asOwner(await readFile(join(MIGRATIONS_DIRECTORY, '..', file), 'utf8'))
  await asOwner(`create role ${role} login password '${limited.password}' in role ${group}`)
  return { url: limited.href, drop: () => asOwner(`drop role ${role}`) }
}

/**
 * A directory for an embedded server of its own. `remove` ends that server, whoever left it running, and takes away its
 * data too, which root keeps elsewhere if the mode closes the directory.
 */
export async function createDataDir({ mode = 0o755 } = {}): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), embedded.temporary))
  await chmod(path, mode)
  return {
    path,
    async remove() {
      const place = await readPlace(path)
      if (place) {
        // It fails if the server does not run.
        await runTool(place, 'pg_ctl', ['stop', '-D', clusterDirectory(place), '-m', 'immediate']).catch(() => {})
        await rm(place.home, { recursive: true, force: true })
      }
      await rm(path, { recursive: true, force: true })
    },
  }
}

async function asAdmin({ adminUrl }: TestTemplate, sql: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl })
  await client.connect()
  await client.query(sql).finally(() => client.end())
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

/** Its name tells which migrations it has, so it serves until they change. */
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

/** One for a checkout. Not within it: there, root would have to copy the server out of many a directory. */
async function testDirectory(): Promise<string> {
  const checkout = createHash('sha256').update(MIGRATIONS_DIRECTORY).digest('hex').slice(0, 12)
  const directory = join(tmpdir(), `${embedded.temporary}test-${process.getuid?.() ?? 0}-${checkout}`)
  await mkdir(directory, { recursive: true })
  // Whatever the umask: Postgres, who is not root, must get in. And it fails if the directory is somebody else's.
  await chmod(directory, 0o711)
  return directory
}

function withDatabase(url: string, database: string): string {
  const other = new URL(url)
  other.pathname = database
  return other.href
}
