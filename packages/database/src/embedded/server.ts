import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { clusterDirectory, ensureCluster } from './cluster.ts'
import { isLastLease, type Lease, takeLease } from './lease.ts'
import { ensureServerConfig, moveToFreePort, type ServerConfig } from './server-config.ts'
import { runTool } from './tool.ts'

const START_TRIES = 8
const START_TIMEOUT_SECONDS = '60'
const GIVE_UP_AFTER_MILLISECONDS = 30_000
const WAIT_BETWEEN_TRIES_MILLISECONDS = 250

/** `durable: false` makes the server faster, but a crash may lose data. Only the process that starts the server sets it. */
export interface ServerOptions {
  durable?: boolean
}

/**
 * Takes a lease on the data directory's server, and starts it if it does not run. Call it under the lock. Throws if the
 * server can't be used after 30 seconds.
 */
export async function findOrStart(dataDir: string, { durable = true }: ServerOptions): Promise<Lease> {
  let config = await ensureServerConfig(dataDir)
  await ensureCluster(config, durable)
  let wasStranger = false
  for (const deadline = performance.now() + GIVE_UP_AFTER_MILLISECONDS; ; ) {
    const answer = await takeLease(config).catch((error: unknown) => ({ error }))
    if (!('error' in answer)) return answer
    const { error } = answer
    if (performance.now() > deadline) {
      throw new Error(`The embedded Postgres in ${config.home} can't be used: ${error}`, { cause: error })
    }
    // Another program has taken the port while our server was down. The first time, it may be our own server shutting down.
    const isStranger = !isRefused(error) && !(await isAlive(config))
    if (isRefused(error)) await start(config, durable)
    else if (isStranger && wasStranger) config = await moveToFreePort(config)
    else await setTimeout(WAIT_BETWEEN_TRIES_MILLISECONDS)
    wasStranger = isStranger
  }
}

/** Releases the lease, and stops the server if it was the last one. Call it under the lock. */
export async function giveBack(lease: Lease): Promise<void> {
  const isLast = await isLastLease(lease)
  await lease.connection.end().catch(() => {})
  if (isLast) await runTool(lease.config, 'pg_ctl', ['stop', '-D', clusterDirectory(lease.config), '-m', 'fast'])
}

const isRefused = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED'

async function start(config: ServerConfig, durable: boolean, triesLeft = START_TRIES): Promise<void> {
  const cluster = clusterDirectory(config)
  // No process listens on our port, so this file is left over from a crash. Its process id may now belong to another
  // program, and then Postgres would not start. Postgres' check of its shared memory still protects the data.
  await rm(pidFile(config), { force: true })
  const speed = durable ? '' : ' -F -c synchronous_commit=off -c full_page_writes=off'
  const options = `-p ${config.port}${speed}`
  try {
    await runTool(config, 'pg_ctl', ['start', '-D', cluster, '-w', '-t', START_TIMEOUT_SECONDS, '-o', options])
  } catch (error) {
    // The children of a killed server, and its shared memory, exist for a moment longer.
    if (triesLeft === 1) throw error
    await setTimeout(WAIT_BETWEEN_TRIES_MILLISECONDS)
    await start(config, durable, triesLeft - 1)
  }
}

/** Whether a process with the id in the server's pid file exists. It may be another program by now. */
async function isAlive(config: ServerConfig): Promise<boolean> {
  try {
    const [pid] = (await readFile(pidFile(config), 'utf8')).split('\n')
    return Number(pid) > 0 && process.kill(Number(pid), 0)
  } catch {
    return false
  }
}

const pidFile = (config: ServerConfig) => join(clusterDirectory(config), 'postmaster.pid')
