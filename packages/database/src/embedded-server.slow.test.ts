import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chown, mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { canReach } from './embedded/platform-user.ts'
import { readServerConfig } from './embedded/server-config.ts'
import { leaseEmbeddedServer } from './embedded-server.ts'
import { createDataDir } from './testing-data-dir.ts'

const root = process.getuid?.() === 0
/** `daemon`, a user that exists everywhere. initdb needs a user with a name. */
const ordinaryUser = { uid: 1, gid: 1 }
const ordinaryUserReadsCheckout =
  root &&
  (await canReach(ordinaryUser, '-r', import.meta.filename)) &&
  (await canReach(ordinaryUser, '-x', process.execPath))

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function newDataDir(options?: { mode?: number; hasCluster?: boolean }): Promise<string> {
  const { path, remove } = await createDataDir(options)
  cleanups.push(remove)
  return path
}

/** Takes a lease in this process. It is released at the end of the test at the latest. */
async function lease(dataDir: string) {
  const server = await leaseEmbeddedServer(dataDir, { durable: false })
  cleanups.push(() => server.release())
  return server
}

/** Takes a lease in another process. */
async function leaseElsewhere(dataDir: string, user?: { uid: number; gid: number }) {
  const script = `
    const { leaseEmbeddedServer } = await import('${new URL('embedded-server.ts', import.meta.url)}')
    const server = await leaseEmbeddedServer(${JSON.stringify(dataDir)}, { durable: false })
    process.send(server.url)
    process.on('message', () => server.release().then(() => process.disconnect()))`
  const child: ChildProcess = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    ...user,
    cwd: '/',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const exited = once(child, 'exit')
  cleanups.push(() => child.kill('SIGKILL'))
  const [url] = (await Promise.race([
    once(child, 'message'),
    exited.then(([code]) => Promise.reject(new Error(`The process that should take a lease ended with ${code}.`))),
  ])) as [string]
  return {
    url,
    async release() {
      child.send('release')
      await exited
    },
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

async function readHome(dataDir: string): Promise<string> {
  return (await readServerConfig(dataDir))?.home ?? ''
}

const pidFile = async (dataDir: string) => join(await readHome(dataDir), 'cluster', 'postmaster.pid')

async function serverPid(dataDir: string): Promise<number> {
  return Number.parseInt(await readFile(await pidFile(dataDir), 'utf8'), 10)
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** The system may still list a process for a moment after its end. */
async function isGone(pid: number): Promise<void> {
  await expect.poll(() => isRunning(pid)).toBe(false)
}

async function query(url: string, sql = 'select current_database() as answer'): Promise<unknown> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query(sql)
    return rows[0]?.answer
  } finally {
    await client.end().catch(() => {})
  }
}

describe('leaseEmbeddedServer', () => {
  test('gives two processes that start at once the same server, and stops it with the last lease', async () => {
    const dataDir = await newDataDir()
    const [one, other] = await Promise.all([leaseElsewhere(dataDir), leaseElsewhere(dataDir)])
    expect(other.url).toBe(one.url)
    expect(await query(one.url)).toBe('latchkey')
    await expect(query(one.url.replace(/:[^:]+@/, ':wrong@'))).rejects.toThrow('password authentication failed')
    const pid = await serverPid(dataDir)

    await one.release()
    expect(isRunning(pid)).toBe(true)
    expect(await query(one.url)).toBe('latchkey')

    await other.release()
    await isGone(pid)
  })

  test('finds the server that a killed process left running, and stops it at the end', async () => {
    const dataDir = await newDataDir({ hasCluster: true })
    const killed = await leaseElsewhere(dataDir)
    const pid = await serverPid(dataDir)
    await query(killed.url, 'create table kept (value int)')
    await killed.kill()
    expect(isRunning(pid)).toBe(true)

    const next = await lease(dataDir)
    expect(next.url).toBe(killed.url)
    expect(await serverPid(dataDir)).toBe(pid)
    await next.release()
    await isGone(pid)

    const later = await lease(dataDir)
    expect(await query(later.url, 'select count(*)::int as answer from kept')).toBe(0)
  })

  test('restarts a killed server at the same address while several processes hold a lease', async () => {
    const dataDir = await newDataDir({ hasCluster: true })
    const elsewhere = await leaseElsewhere(dataDir)
    const here = await lease(dataDir)
    const killed = await serverPid(dataDir)
    process.kill(killed, 'SIGKILL')
    await expect.poll(() => query(elsewhere.url).catch(() => null)).toBe('latchkey')
    expect(here.url).toBe(elsewhere.url)

    // Both have taken a new lease, so one release does not stop the server.
    const pid = await serverPid(dataDir)
    expect(pid).not.toBe(killed)
    const leases = `select count(*)::int as answer from pg_stat_activity where application_name = 'latchkey lease'`
    await expect.poll(() => query(here.url, leases)).toBe(2)
    await here.release()
    expect(isRunning(pid)).toBe(true)
    await elsewhere.release()
    await isGone(pid)
  })

  test.runIf(existsSync('/proc/self/environ'))('passes none of our secrets on to the server', async () => {
    vi.stubEnv('APP_SECRET', 'a secret of the API')
    vi.stubEnv('PGPASSWORD', 'the password of another server')
    cleanups.push(() => vi.unstubAllEnvs())
    const dataDir = await newDataDir({ hasCluster: true })
    await lease(dataDir)
    const environment = await readFile(`/proc/${await serverPid(dataDir)}/environ`, 'utf8')
    expect(environment).toContain('LC_ALL=C')
    expect(environment).not.toMatch(/APP_SECRET|PGPASSWORD|secret of the API|VITEST/)
  })

  test('starts when a crash left a pid file whose process id now belongs to another program', async () => {
    const dataDir = await newDataDir({ hasCluster: true })
    const before = await lease(dataDir)
    const file = await pidFile(dataDir)
    const content = await readFile(file, 'utf8')
    const [pid = ''] = content.split('\n')
    await before.release()
    const stranger = spawn('sleep', ['60'], root ? { uid: 65_534, gid: 65_534 } : {})
    cleanups.push(() => stranger.kill())
    await writeFile(file, content.replace(pid, String(stranger.pid)))

    const after = await lease(dataDir)
    expect(after.url).toBe(before.url)
    expect(isRunning(Number(stranger.pid))).toBe(true)
  })

  test('takes another port when another program uses its own', async () => {
    const dataDir = await newDataDir({ hasCluster: true })
    const before = await lease(dataDir)
    await before.release()
    const stranger = createServer(socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    await once(stranger.listen(Number(new URL(before.url).port), '127.0.0.1'), 'listening')
    cleanups.push(() => stranger.close())

    const after = await lease(dataDir)
    expect(after.url).not.toBe(before.url)
    expect(await query(after.url)).toBe('latchkey')
  })

  test('says what to do when the file with the password is missing', async () => {
    const dataDir = await newDataDir()
    await mkdir(join(dataDir, 'postgres'))
    await expect(leaseEmbeddedServer(dataDir)).rejects.toThrow(/postgres\.json is gone.*Restore that file, or delete/)
  })

  test('says what to do on a platform without an embedded Postgres', async () => {
    const dataDir = await newDataDir()
    const arch = vi.spyOn(process, 'arch', 'get').mockReturnValue('mips' as NodeJS.Architecture)
    cleanups.push(() => arch.mockRestore())
    await expect(leaseEmbeddedServer(dataDir)).rejects.toThrow(/no embedded Postgres for \w+-mips.*Set DATABASE_URL/)
  })

  test.runIf(root)('works as root in a directory that only root can enter', async () => {
    const dataDir = await newDataDir({ mode: 0o700 })
    const { url } = await lease(dataDir)
    expect(await query(url)).toBe('latchkey')
    expect(await readHome(dataDir)).not.toContain(dataDir)
  })

  test.runIf(ordinaryUserReadsCheckout)('works as an ordinary user', async () => {
    const dataDir = await newDataDir({ mode: 0o700 })
    await chown(dataDir, ordinaryUser.uid, ordinaryUser.gid)
    const server = await leaseElsewhere(dataDir, ordinaryUser)
    expect(await query(server.url)).toBe('latchkey')
    const asRoot = await leaseElsewhere(dataDir)
    expect(asRoot.url).toBe(server.url)
    await server.release()
    await asRoot.release()
  })
})
