import { execFile } from 'node:child_process'
import { appendFile, chown, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { connectTo } from './connection.ts'
import { clusterDirectory } from './embedded/cluster.ts'
import { serverUrl } from './embedded/lease.ts'
import { withLock } from './embedded/lock.ts'
import { findOrStart } from './embedded/server.ts'
import { ensureServerConfig, type ServerConfig, settingsFile } from './embedded/server-config.ts'
import { runTool } from './embedded/tool.ts'
import { applyMigrations } from './migrate.ts'
import { createDataDir } from './testing-data-dir.ts'
import { freezePostgres } from './testing-freeze.ts'

const UNLIMITED = { lockMs: 0, statementMs: 0, idleInTransactionMs: 0 }
/** The name under which the standby fetches changes. */
const STANDBY = 'standby'

/** A Postgres server of its own that tests stop, freeze and promote. */
export interface ControlledPostgres {
  readonly url: string
  readonly port: number
  /** The process id of the postmaster. */
  pid(): Promise<number>
  start(): Promise<void>
  /** `fast` ends connections, `immediate` is like a crash. */
  stop(mode?: 'fast' | 'immediate'): Promise<void>
  promote(): Promise<void>
  /** Pauses every process; returns a function that resumes them. */
  freeze(): Promise<() => void>
  /** Runs statements as the owner, one after the other. */
  sql(...statements: string[]): Promise<void>
}

export interface PrimaryAndStandby {
  readonly primary: ControlledPostgres
  readonly standby: ControlledPostgres
  /** The address that names both, the primary first. */
  readonly url: string
  /** Whether a commit waits for the standby. */
  setSynchronous(isSynchronous: boolean): Promise<void>
  close(): Promise<void>
}

/** Starts a server of an empty, migrated database. */
export async function startControlledPostgres(): Promise<ControlledPostgres & { close(): Promise<void> }> {
  const { path, remove } = await createDataDir({ hasCluster: true })
  const postgres = await controlled(path)
  await postgres.start()
  await applyMigrations(postgres.url)
  return { ...postgres, close: remove }
}

/** Starts a primary with an empty, migrated database and a standby, for which each commit waits. */
export async function startPrimaryAndStandby(): Promise<PrimaryAndStandby> {
  const [first, second] = [await createDataDir({ hasCluster: true }), await createDataDir()]
  const close = async () => void (await Promise.all([first.remove(), second.remove()]))
  try {
    const primary = await controlled(first.path)
    await primary.start()
    await applyMigrations(primary.url)
    // A server that was stopped in peace can be copied as it is.
    await primary.stop()
    const origin = await ensureServerConfig(first.path)
    const copy = await ensureServerConfig(second.path)
    await writeFile(
      settingsFile(second.path),
      JSON.stringify({ home: copy.home, port: copy.port, password: origin.password }),
    )
    await promisify(execFile)('cp', ['-a', origin.home, copy.home])
    await follow(copy, origin)
    await primary.start()
    const standby = await controlled(second.path)
    await standby.start()
    const setSynchronous = (isSynchronous: boolean) =>
      primary.sql(
        `alter system set synchronous_standby_names = '${isSynchronous ? STANDBY : ''}'`,
        'select pg_reload_conf()',
      )
    await untilStreaming(primary)
    await setSynchronous(true)
    const url = new URL(primary.url)
    url.searchParams.set('target_session_attrs', 'read-write')
    return {
      primary,
      standby,
      url: url.href.replace(`127.0.0.1:${primary.port}`, `127.0.0.1:${primary.port},127.0.0.1:${standby.port}`),
      setSynchronous,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function controlled(dataDir: string): Promise<ControlledPostgres> {
  const config = await ensureServerConfig(dataDir)
  const cluster = clusterDirectory(config)
  const url = serverUrl(config)
  const pid = async () => Number((await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n')[0])
  return {
    url,
    port: config.port,
    pid,
    freeze: async () => freezePostgres(await pid()),
    async start() {
      const { connection } = await withLock(dataDir, () => findOrStart(dataDir, {}))
      await connection.end()
    },
    stop: (mode = 'fast') => runTool(config, 'pg_ctl', ['stop', '-w', '-D', cluster, '-m', mode]),
    promote: () => runTool(config, 'pg_ctl', ['promote', '-w', '-D', cluster]),
    async sql(...statements) {
      const client = await connectTo(url, UNLIMITED)
      try {
        for (const statement of statements) await client.query(statement)
      } finally {
        await client.end()
      }
    },
  }
}

/** Makes this copy of the origin's files a standby of it. */
async function follow(copy: ServerConfig, origin: ServerConfig): Promise<void> {
  const cluster = clusterDirectory(copy)
  await rm(join(cluster, 'postmaster.pid'), { force: true })
  const signal = join(cluster, 'standby.signal')
  await writeFile(signal, '')
  if (copy.user) await chown(signal, copy.user.uid, copy.user.gid)
  const { username, password } = new URL(serverUrl(origin))
  const conninfo = `host=127.0.0.1 port=${origin.port} user=${username} password=${password} sslmode=disable`
  await appendFile(
    join(cluster, 'postgresql.conf'),
    `primary_conninfo = '${conninfo} application_name=${STANDBY}'\nwal_retrieve_retry_interval = 200\n`,
  )
}

async function untilStreaming({ url }: ControlledPostgres): Promise<void> {
  const client = await connectTo(url, UNLIMITED)
  const read = () => client.query("select 1 from pg_stat_replication where state = 'streaming'")
  try {
    while ((await read()).rowCount === 0) await new Promise(setImmediate)
  } finally {
    await client.end()
  }
}
