import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startSmtpServer } from '@latchkey/api/testing/smtp-server'
import { forgotPassword } from '@latchkey/contracts/auth/recovery'
import { currentSession, events, signOut } from '@latchkey/contracts/auth/sessions'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { live, ready } from '@latchkey/contracts/platform/health'
import { requireProgram, unprivileged } from '../second-postgres/programs.ts'
import { image } from './build.ts'
import { exec, inspect, remove, runContainer, start, startContainer, stop } from './containers.ts'
import { ask, open } from './https.ts'
import { must, root, run } from './machine.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-image-'))
const at = (name: string) => path.join(folder, name)
const person = { email: 'ada@example.com', password: 'seven lanterns under a bridge' }
const name = 'latchkey-assurance'
const waitMs = 200
const stopWithinMs = 10_000
const told = { passed: 0, failed: 0 }

/** Checks one promise, and goes on with the next. What it returns is printed. */
async function check(promise: string, holds: () => Promise<unknown>): Promise<void> {
  try {
    const measured = await holds()
    told.passed++
    process.stdout.write(`✓ ${promise}${typeof measured === 'string' ? `: ${measured}` : ''}\n`)
  } catch (error) {
    told.failed++
    process.stdout.write(`✗ ${promise}\n${error instanceof Error ? error.message : error}\n`)
  }
}

function equal(seen: unknown, expected: unknown): void {
  const [a, b] = [JSON.stringify(seen), JSON.stringify(expected)]
  if (a !== b) throw new Error(`saw ${a}, expected ${b}`)
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await sleep(waitMs)
}

// Containers and Postgres run as other users.
chmodSync(folder, 0o755)
for (const each of ['', 'api', 'database', 'backups', 'data', 'pg', 'caddy'])
  mkdirSync(at(each), { recursive: true, mode: 0o755 })
const mail = await startSmtpServer()
const environment = {
  APP_URL: 'https://localhost',
  TRUST_PROXY: 'loopback',
  SMTP_URL: mail.url,
  MAIL_FROM: 'no-reply@localhost',
}
const secrets = { [at('api')]: '/run/latchkey:ro' }
const running: ChildProcess[] = []

try {
  await driveFiles()
  await driveSecrets()
  await drivePostgres()
  await driveApi()
} finally {
  await remove(name)
  for (const child of running) {
    child.kill('SIGTERM')
    if (child.exitCode === null) await once(child, 'exit')
  }
  await mail.close()
  rmSync(folder, { recursive: true, force: true })
}
process.stdout.write(`${told.passed} passed, ${told.failed} failed\n`)
process.exitCode = told.failed > 0 ? 1 : 0

async function driveFiles(): Promise<void> {
  await check('compose.yaml is read by Compose', async () => {
    // Compose 1, which Debian has, does not know the name of a project.
    const copy = path.join(root, 'deploy/.compose-without-name.yaml')
    writeFileSync(copy, readFileSync(path.join(root, 'deploy/compose.yaml'), 'utf8').replace(/^name: .*$/m, ''))
    await must('docker-compose', ['--file', copy, 'config', '--quiet']).finally(() => rmSync(copy))
  })
  await check('systemd accepts the unit, and counts it as confined', async () => {
    const unit = at('latchkey.service')
    const text = readFileSync(path.join(root, 'deploy/systemd/latchkey.service'), 'utf8')
    writeFileSync(unit, text.replaceAll('/srv/latchkey', root))
    equal((await must('systemd-analyze', ['verify', '--man=no', unit])).trim(), '')
    const security = await must('systemd-analyze', ['security', '--offline=true', '--threshold=20', unit])
    return /Overall exposure level[^:]*: (\S+)/.exec(security)?.[1]
  })
  await check('the image has no secret, no npm and no test in its layers', async () => {
    equal(
      await inspect(image, '{{.Config.User}} {{json .Config.Cmd}} {{json .Config.Entrypoint}}'),
      '10001:10001 ["node","apps/api/src/main.ts"] null',
    )
    const variables: string[] = JSON.parse(await inspect(image, '{{json .Config.Env}}'))
    equal(variables.map(each => each.split('=')[0]).sort(), ['DATA_DIR', 'HOST', 'NODE_ENV', 'PATH', 'PORT'])
    const listing = await runContainer({
      mounts: {},
      command: [
        'find',
        '/srv/latchkey/apps',
        '/srv/latchkey/packages',
        '/srv/latchkey/deploy',
        '/usr/local',
        '-name',
        '*.test.ts',
        '-o',
        '-name',
        '.env*',
        '-o',
        '-name',
        'npm',
      ],
    })
    equal([listing.code, listing.output], [0, ''])
    return `${Math.round(Number(await inspect(image, '{{.Size}}')) / 1e6)} MB`
  })
  await check('the image lists its packages', async () => {
    const { output } = await runContainer({ mounts: {}, command: ['cat', 'sbom.cdx.json'] })
    const components: { name: string }[] = JSON.parse(output).components
    const names = components.map(({ name }) => name)
    for (const each of ['fastify', 'pg', 'argon2', 'react'])
      if (!names.includes(each)) throw new Error(`${each} is missing`)
    return `${names.length} packages`
  })
}

async function driveSecrets(): Promise<void> {
  const setup = () =>
    runContainer({
      mounts: {
        [at('api')]: '/secrets/api',
        [at('database')]: '/secrets/database',
        [at('backups')]: '/backups',
        [at('pg')]: '/database:ro',
      },
      flags: ['--user=0:0', '--cap-add=CHOWN'],
      command: ['node', 'deploy/compose/setup.ts'],
    })
  await check('secrets are made once, each readable by its service only', async () => {
    equal((await setup()).code, 0)
    const files = ['api/settings.env', 'database/superuser', 'database/owner', 'database/api']
    const stats = files.map(file => statSync(at(file)))
    equal(
      stats.map(({ uid, mode }) => [uid, (mode & 0o777).toString(8)]),
      [[10_001, '600'], ...Array(3).fill([999, '600'])],
    )
    const before = files.map(file => readFileSync(at(file), 'utf8'))
    equal((await setup()).output, 'The secrets are there, and stay.\n')
    equal(
      files.map(file => readFileSync(at(file), 'utf8')),
      before,
    )
    const stolen = await runContainer({
      mounts: { [at('database')]: '/secrets/database' },
      command: ['cat', '/secrets/database/owner'],
    })
    if (stolen.code === 0) throw new Error('The API can read the passwords of the database.')
  })
  await check('no new secrets are made for a database that has data', async () => {
    mkdirSync(at('pg/18'))
    rmSync(at('database/api.kept'), { force: true })
    await must('mv', [at('database/api'), at('database/api.kept')])
    const { code, errors } = await setup()
    await must('mv', [at('database/api.kept'), at('database/api')])
    rmSync(at('pg/18'), { recursive: true })
    equal([code, errors.includes('The database has data, but /secrets/database/api is missing.')], [1, true])
  })
}

async function drivePostgres(): Promise<void> {
  const data = at('pg/data')
  mkdirSync(data)
  const { uid, gid } = { uid: 0, gid: 0, ...unprivileged }
  for (const each of [at('pg'), data]) chownSync(each, uid, gid)
  const asPostgres = { ...unprivileged, env: { ...process.env, LC_ALL: 'C.UTF-8' }, cwd: '/' }
  const superuser = at('pg/superuser')
  writeFileSync(superuser, readFileSync(at('database/superuser')), { mode: 0o600 })
  chownSync(superuser, uid, gid)
  const access = ['--username=postgres', '--auth-local=trust', '--auth-host=scram-sha-256', `--pwfile=${superuser}`]
  await must(requireProgram('initdb'), ['--pgdata', data, '--encoding=UTF8', ...access], '', asPostgres)
  const options = ['-D', data, '-k', at('pg'), '-h', '127.0.0.1', '-p', '5432']
  running.push(
    spawn(path.join(path.dirname(requireProgram('initdb')), 'postgres'), options, { ...asPostgres, stdio: 'ignore' }),
  )
  await until(
    async () => (await run('psql', ['--host', at('pg'), '--username=postgres', '--command=select 1'])).code === 0,
  )
  await check('the script of Postgres makes its roles, none of which is more than it needs', async () => {
    await must('sh', [path.join(root, 'deploy/compose/create-roles.sh')], '', {
      env: { ...process.env, PGHOST: at('pg'), POSTGRES_USER: 'postgres', SECRETS: at('database') },
    })
    const sql =
      "select rolname, rolsuper, rolcreaterole, rolcanlogin from pg_roles where rolname !~ '^(pg_|postgres)' order by 1"
    const rows = await must('psql', [
      '--host',
      at('pg'),
      '--username=postgres',
      '--no-align',
      '--tuples-only',
      `--command=${sql}`,
    ])
    equal(rows.trim().split('\n'), ['api|f|f|t', 'latchkey|f|f|t', 'latchkey_api|f|f|f', 'latchkey_product|f|f|f'])
  })
  await check('migrate makes the tables, and gives the roles their rights', async () => {
    const { code, output, errors } = await runContainer({
      mounts: secrets,
      environment,
      command: ['latchkey', 'migrate', '--roles'],
    })
    if (code !== 0 || !output.endsWith('The roles have their rights.\n')) throw new Error(output + errors)
  })
}

async function driveApi(): Promise<void> {
  const began = performance.now()
  await startContainer(name, {
    mounts: { ...secrets, [at('data')]: '/var/lib/latchkey:U' },
    environment,
    command: ['node', '--env-file=/run/latchkey/settings.env', 'apps/api/src/main.ts'],
  })
  const isReady = async () => (await exec(name, ['node', 'deploy/container/health.mjs', 'ready'])).code === 0
  await until(isReady)
  const startSeconds = (performance.now() - began) / 1000
  await check('it starts, and both health checks pass', async () => {
    equal((await run('podman', ['healthcheck', 'run', name])).code, 0)
    return `${startSeconds.toFixed(1)} s`
  })
  await check('node is process 1, as user 10001, without any right of root', async () => {
    const status = (await exec(name, ['cat', '/proc/1/status'])).output
    const value = (field: string) => new RegExp(`^${field}:\\s+(.*)$`, 'm').exec(status)?.[1]
    equal(['Uid', 'Gid'].map(value), ['10001\t10001\t10001\t10001', '10001\t10001\t10001\t10001'])
    const command = (await exec(name, ['cat', '/proc/1/cmdline'])).output.split('\0')
    equal([command[0], command[2]], ['node', 'apps/api/src/main.ts'])
    const none = '0000000000000000'
    equal(['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'NoNewPrivs'].map(value), [none, none, none, none, '1'])
  })
  await check('nothing can be written to but DATA_DIR', async () => {
    const writable = (await exec(name, ['find', '/', '-xdev', '-writable', '-not', '-path', '/proc/*', '-type', 'd']))
      .output
    const files = (await exec(name, ['find', '/srv', '/usr', '/etc', '/var', '-writable'])).output
    equal(
      writable
        .trim()
        .split('\n')
        .filter(line => line !== '' && !/^\/(var\/lib\/latchkey|dev)(\/|$)/.test(line)),
      [],
    )
    equal(
      files
        .trim()
        .split('\n')
        .filter(line => !/^\/var\/lib\/latchkey/.test(line)),
      [],
    )
    equal((await exec(name, ['sh', '-c', 'echo x > /srv/latchkey/x'])).code, 2)
  })
  await check('an operator makes an account by the command line', async () => {
    const { code, errors } = await exec(name, ['latchkey', 'user', 'create', person.email], `${person.password}\n`)
    if (code !== 0) throw new Error(errors)
  })
  await check('the API connects as the limited role, and as the owner only to listen', async () => {
    const sql =
      "select distinct usename, application_name from pg_stat_activity where datname = 'latchkey' order by 1, 2"
    const rows = await must('psql', [
      '--host',
      at('pg'),
      '--username=postgres',
      '--no-align',
      '--tuples-only',
      `--command=${sql}`,
    ])
    equal(rows.trim().split('\n'), ['api|', 'latchkey|latchkey listener'])
  })
  await driveCaddy(isReady)
  await check('a backup is made, kept, and can be restored', driveBackup)
  await check('it stops when it is asked to, well before it would be killed', async () => {
    const began = performance.now()
    await stop(name)
    const ms = performance.now() - began
    equal(await inspect(name, '{{.State.ExitCode}}'), '0')
    if (ms > stopWithinMs) throw new Error(`It took ${ms} ms.`)
    return `${(ms / 1000).toFixed(1)} s`
  })
}

async function driveCaddy(isReady: () => Promise<boolean>): Promise<void> {
  const { DOMAIN: _, ...inherited } = process.env
  const proxy = spawn('caddy', ['run', '--config', path.join(root, 'deploy/Caddyfile'), '--adapter', 'caddyfile'], {
    env: { ...inherited, UPSTREAM: '127.0.0.1:4000', XDG_DATA_HOME: at('caddy'), XDG_CONFIG_HOME: at('caddy') },
    stdio: ['ignore', 'ignore', 'ignore'],
  })
  running.push(proxy)
  const authority = at('caddy/caddy/pki/authorities/local/root.crt')
  await until(async () => existsSync(authority))
  const ca = readFileSync(authority, 'utf8')
  await until(() =>
    ask(ca, live.path).then(
      ({ status }) => status === 200,
      () => false,
    ),
  )
  const post = (endpoint: { path: string }, body: object) =>
    ask(ca, endpoint.path, { method: 'POST', body: JSON.stringify(body) })
  const enter = async () => JSON.parse((await post(signIn, person)).body).data.token as string

  await check('https://localhost shows the pages, by the Caddyfile as it is, and http leads there', async () => {
    const page = await ask(ca, '/login')
    equal([page.status, page.body.includes('<!doctype html>')], [200, true])
    const plain = await fetch('http://localhost/login', { redirect: 'manual' })
    equal([plain.status, plain.headers.get('location')], [308, 'https://localhost/login'])
    equal((await ask(ca, ready.path, { method: 'HEAD' })).status, 200)
  })
  await check('a person signs in and out through it, and an open page hears of it at once', async () => {
    const token = await enter()
    equal((await ask(ca, currentSession.path, { token })).status, 200)
    const stream = (await open(ca, events.path, { token })).setEncoding('utf8')
    await once(stream, 'data')
    const ended = once(stream, 'end')
    equal((await ask(ca, signOut.path, { method: 'DELETE', token })).status, 204)
    stream.resume()
    await ended
    equal((await ask(ca, currentSession.path, { token })).status, 401)
  })
  await check('mail arrives', async () => {
    equal((await post(forgotPassword, { email: person.email })).status, 202)
    const { links } = await mail.take(person.email)
    equal(links[0]?.startsWith('https://localhost/'), true)
  })
  await check('while the API is replaced, requests wait for it, or are told to come again', async () => {
    const token = await enter()
    await stop(name)
    const waiting = ask(ca, currentSession.path, { token })
    await start(name)
    await until(isReady)
    const { status } = await waiting
    // It may have come while the server started, which says so.
    if (![200, 503].includes(status)) throw new Error(`It was answered ${status}.`)
    equal((await ask(ca, currentSession.path, { token })).status, 200)
    return String(status)
  })
}

async function driveBackup(): Promise<string> {
  const script = path.join(root, 'deploy/compose/backup.sh')
  const place = { PGHOST: '127.0.0.1', PGUSER: 'latchkey', PGDATABASE: 'latchkey', PASSWORD_FILE: at('database/owner') }
  const settings = { BACKUP_FOLDER: at('backups'), BACKUP_KEEP: '2' }
  const env = { ...process.env, ...place, ...settings }
  for (const old of ['20200101T000000Z', '20200102T000000Z']) writeFileSync(at(`backups/latchkey-${old}.dump`), '')
  const output = await must('sh', [script, 'now'], '', { env })
  const kept = readdirSync(at('backups')).sort()
  equal([kept.length, kept[0]], [2, 'latchkey-20200102T000000Z.dump'])
  const newest = at(`backups/${kept[1]}`)
  equal((statSync(newest).mode & 0o777).toString(8), '600')
  const wrong = await run('sh', [script, 'now'], '', { env: { ...env, PGDATABASE: 'absent' } })
  equal([wrong.code, readdirSync(at('backups')).length], [1, 2])
  equal(
    (await run('sh', [script, 'now'], '', { env: { ...env, BACKUP_KEEP: '0' } })).errors,
    'BACKUP_KEEP must be a whole number from 1, without a unit.\n',
  )
  const asAdmin = ['--host', at('pg'), '--username=postgres']
  await must('createdb', [...asAdmin, '--owner=latchkey', 'restored'])
  await must('pg_restore', [...asAdmin, '--role=latchkey', '--dbname=restored', '--exit-on-error', newest])
  const people = await must('psql', [
    ...asAdmin,
    '--no-align',
    '--tuples-only',
    '--command=select email from users',
    'restored',
  ])
  equal(people.trim(), person.email)
  return output.trim().replace(folder, '')
}
