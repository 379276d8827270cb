import { execFile } from 'node:child_process'
import { appendFile, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { applyMigrations } from '@latchkey/database/migrate'
import { Client } from 'pg'
import { freePort } from '../../e2e/fixtures/free-port.ts'
import { type Certificate, makeCertificate } from './certificates.ts'
import { requireProgram, unprivileged } from './programs.ts'

const repository = path.resolve(import.meta.dirname, '../..')
const password = 'only-for-these-tests'

/** The environment of the server. Its own locales may be in `LOCPATH`. */
const environment = (locales?: string) => ({
  PATH: process.env.PATH ?? '',
  LC_ALL: 'C.UTF-8',
  TZ: 'UTC',
  ...(locales && { LOCPATH: locales }),
})

export type Postgres = Awaited<ReturnType<typeof createPostgres>>

export interface PostgresOptions {
  /** Lines of its configuration. */
  readonly settings?: string
  readonly locales?: string
  /** Where its data is, and its write-ahead log. Both belong to the user that it runs as. */
  readonly dataFolder?: string
  readonly logFolder?: string
  /** Variables of its processes. */
  readonly environment?: Record<string, string>
}

/**
 * Creates a server of the second Postgres, and starts it, with the database `app`, migrated. The role `owner` owns everything, and
 * `app` is the limited role of the API. It listens at a socket, and at a port that asks for TLS.
 */
export async function createPostgres(wanted: PostgresOptions = {}) {
  const { settings = '', locales } = wanted
  const directory = await mkdtemp(path.join(tmpdir(), 'latchkey-second-'))
  const data = path.join(wanted.dataFolder ?? directory, 'data')
  const port = await freePort()
  const options = { ...unprivileged, cwd: '/', env: { ...environment(locales), ...wanted.environment } }
  const run = (program: 'initdb' | 'pg_ctl', ...args: string[]) =>
    promisify(execFile)(requireProgram(program), args, options)
  const ours = async (file: string, content: string) => {
    await writeFile(file, content, { mode: 0o600 })
    if (unprivileged.uid) await chown(file, unprivileged.uid, unprivileged.gid)
  }
  if (unprivileged.uid) await chown(directory, unprivileged.uid, unprivileged.gid)
  await ours(path.join(directory, 'password'), password)
  await run(
    'initdb',
    '-D',
    data,
    '-U',
    'owner',
    `--pwfile=${directory}/password`,
    '--auth=scram-sha-256',
    '--no-sync',
    '-E',
    'UTF8',
    ...(wanted.logFolder ? [`--waldir=${path.join(wanted.logFolder, 'log')}`] : []),
  )
  const authority = makeCertificate({ name: 'An authority' })
  const rootFile = path.join(directory, 'root.pem')
  await ours(rootFile, authority.cert)
  await appendFile(
    path.join(data, 'postgresql.conf'),
    `port = ${port}\nlisten_addresses = 'localhost'\nunix_socket_directories = '${directory}'\nfsync = off\nssl = on\n${settings}`,
  )
  const hba = path.join(data, 'pg_hba.conf')
  const usualHba = 'local all all scram-sha-256\nhostssl all all localhost scram-sha-256\n'

  /** Serves this certificate to connections from now on. */
  async function present({ cert, key }: Certificate, { reloading = true } = {}) {
    await ours(path.join(data, 'server.crt'), cert)
    await ours(path.join(data, 'server.key'), key)
    if (reloading) await run('pg_ctl', 'reload', '-D', data)
  }

  const socketUrl = (user: string, database = 'app') =>
    `postgresql:///${database}?host=${directory}&port=${port}&user=${user}&password=${password}`

  const postgres = {
    directory,
    data,
    port,
    password,
    authority,
    /** By the socket. */
    socketUrl,
    /** By TCP, with TLS that must be valid. */
    tlsUrl: (user: string) =>
      `postgresql://${user}:${password}@localhost:${port}/app?sslmode=verify-full&sslrootcert=${rootFile}`,
    present,
    async start() {
      await run(
        'pg_ctl',
        'start',
        '-w',
        '-D',
        data,
        '-l',
        path.join(directory, 'log'),
        '-o',
        '-c log_min_messages=fatal',
      )
    },
    /** Starts it though it will accept no connection. */
    startUnusable: () => run('pg_ctl', 'start', '-W', '-D', data, '-l', path.join(directory, 'log')),
    stop: (mode: 'fast' | 'immediate' = 'fast') => run('pg_ctl', 'stop', '-w', '-D', data, '-m', mode),
    promote: () => run('pg_ctl', 'promote', '-w', '-D', data),
    isRunning: () =>
      run('pg_ctl', 'status', '-D', data).then(
        () => true,
        () => false,
      ),
    /** Makes the next start one of a standby. */
    becomeStandby: () => ours(path.join(data, 'standby.signal'), ''),
    becomePrimary: () => rm(path.join(data, 'standby.signal'), { force: true }),
    configure: (line: string) => appendFile(path.join(data, 'postgresql.conf'), `${line}\n`),
    /** Who may connect, before the usual rules. */
    async admit(rule: string) {
      await ours(hba, `${rule}\n${usualHba}`)
      await run('pg_ctl', 'reload', '-D', data)
    },
    /** Runs statements as the owner, in the database `postgres` unless another is named. */
    async sql(text: string, database = 'postgres') {
      const client = new Client({ connectionString: socketUrl('owner', database) })
      await client.connect()
      return client.query(text).finally(() => client.end())
    },
    /** Ends all connections to the database `app`. */
    disconnect: () =>
      postgres.sql(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = 'app' and pid <> pg_backend_pid()`,
      ),
    async remove() {
      if (await postgres.isRunning()) await postgres.stop('immediate')
      await rm(directory, { recursive: true, force: true })
    },
  }

  await present(makeCertificate({ name: 'localhost', by: authority }), { reloading: false })
  await ours(hba, usualHba)
  await postgres.start()
  await postgres.sql('create database app')
  await applyMigrations(socketUrl('owner'))
  await postgres.sql(await readFile(path.join(repository, 'prisma/roles.sql'), 'utf8'), 'app')
  await postgres.sql(`create role app login password '${password}' in role latchkey_api`)
  return postgres
}

/** An empty folder that the server may write to. */
export async function serverFolder(postgres: Postgres, name: string): Promise<string> {
  const folder = path.join(postgres.directory, name)
  await mkdir(folder)
  if (unprivileged.uid) await chown(folder, unprivileged.uid, unprivileged.gid)
  return folder
}
