import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { createDataDir } from '@latchkey/database/testing-data-dir'
import { onTestFinished } from 'vitest'
import { compileCache } from './compile-cache.ts'
import { refuseSecrets } from './log-secrets.ts'

const main = path.resolve(import.meta.dirname, '../src/main.ts')
const ready = / is ready at {2}(\S+)(?:[\s\S]*with the password {2}(\S+))?/

export interface ServerProcess {
  readonly child: ChildProcess
  readonly address: string
  readonly demoPassword: string | undefined
  /** Everything that it printed so far. */
  printed(): string
  kill(signal: NodeJS.Signals): Promise<number | null>
}

/**
 * A `DATA_DIR`, empty, or with an empty cluster already, which saves seconds. When the test ends, it is removed, and a Postgres that
 * still runs in it is stopped.
 */
export async function temporaryDataDir({ hasCluster = false } = {}): Promise<string> {
  const { path: directory, remove } = await createDataDir({ mode: 0o711, hasCluster })
  onTestFinished(remove)
  return directory
}

/** A port that no server listens on just now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

/** Starts `main.ts` as a real deployment does, and does not wait for it. It is killed when the test ends. */
export async function spawnServer(environment: Record<string, string>): Promise<ServerProcess> {
  const port = await freePort()
  const address = `http://127.0.0.1:${port}`
  const env = {
    PATH: process.env.PATH ?? '',
    // Its log is JSON, as in production.
    NODE_ENV: 'test',
    PORT: String(port),
    APP_URL: address,
    ARGON2_MEMORY_KIB: '7168',
    NODE_COMPILE_CACHE: compileCache,
    ...environment,
  }
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', text => (output += text))
  const exited = once(child, 'exit').then(([code]) => code as number | null)
  const kill = (signal: NodeJS.Signals) => {
    child.kill(signal)
    return exited
  }
  onTestFinished(() => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    refuseSecrets([output])
  })
  return {
    child,
    address,
    get demoPassword() {
      return ready.exec(output)?.[2]
    },
    printed: () => output,
    kill,
  }
}

/** Starts `main.ts` and waits until it says that it is ready. */
export async function startServer(environment: Record<string, string>): Promise<ServerProcess> {
  const server = await spawnServer(environment)
  const exit = once(server.child, 'exit')
  while (!ready.test(server.printed())) {
    const said = once(server.child.stdout as NodeJS.ReadableStream, 'data')
    if ((await Promise.race([said, exit.then(() => 'exit')])) === 'exit') throw new Error(server.printed())
  }
  return server
}

/** The process id of the embedded Postgres of a `DATA_DIR`. */
export async function postgresPid(dataDir: string): Promise<number> {
  const { home } = JSON.parse(await readFile(path.join(dataDir, 'postgres.json'), 'utf8'))
  const [pid] = (await readFile(path.resolve(dataDir, home, 'cluster/postmaster.pid'), 'utf8')).split('\n')
  return Number(pid)
}
