import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { until } from '@latchkey/api/testing/until'
import { onTestFinished } from 'vitest'
import { freePort } from '../../e2e/fixtures/free-port.ts'
import { type Postgres, serverFolder } from './postgres.ts'
import { requireProgram, unprivileged } from './programs.ts'

/** Starts PgBouncer in front of the database. It ends with the test. */
export async function startPgBouncer(postgres: Postgres, poolMode: 'transaction' | 'session', settings = '') {
  const folder = await serverFolder(postgres, `bouncer-${crypto.randomUUID()}`)
  const port = await freePort()
  const ours = async (name: string, content: string) => {
    const file = path.join(folder, name)
    await writeFile(file, content, { mode: 0o600 })
    if (unprivileged.uid) await chown(file, unprivileged.uid, unprivileged.gid)
    return file
  }
  const users = await ours('users', `"app" "${postgres.password}"\n`)
  const configuration = await ours(
    'pgbouncer.ini',
    `[databases]
app = host=${postgres.directory} port=${postgres.port} dbname=app
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
pool_mode = ${poolMode}
auth_type = scram-sha-256
auth_file = ${users}
server_login_retry = 1
max_client_conn = 200
${settings}
`,
  )
  const child = spawn(requireProgram('pgbouncer'), [configuration], {
    ...unprivileged,
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', text => (said += text))
  const exited = once(child, 'exit')
  const stop = async () => {
    child.kill('SIGKILL')
    await exited
  }
  onTestFinished(stop)
  await until(() => {
    if (child.exitCode !== null) throw new Error(said)
    return said.includes('process up')
  })
  return { url: `postgresql://app:${postgres.password}@127.0.0.1:${port}/app`, stop }
}
