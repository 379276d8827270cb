import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { clusterDirectory, ensureCluster } from './cluster.ts'
import { isLastLease, type Lease, takeLease } from './lease.ts'
import { findPlace, moveToFreePort, type Place } from './place.ts'
import { runTool } from './tool.ts'

const START_TRIES = 8
const START_TIMEOUT_SECONDS = '60'
const GIVE_UP_AFTER_MILLISECONDS = 30_000
const WAIT_BETWEEN_TRIES_MILLISECONDS = 250

/** `durable: false` trades the safety of the data for speed. It counts for whoever starts the server. */
export interface ServerOptions {
  durable?: boolean
}

/** Takes a lease on the data directory's server, and starts it if it does not run. Call it under the lock. */
export async function findOrStart(dataDir: string, { durable = true }: ServerOptions): Promise<Lease> {
  let place = await findPlace(dataDir)
  await ensureCluster(place, durable)
  let wasStranger = false
  for (const deadline = performance.now() + GIVE_UP_AFTER_MILLISECONDS; ; ) {
    const answer = await takeLease(place).catch((error: unknown) => ({ error }))
    if (!('error' in answer)) return answer
    const { error } = answer
    if (performance.now() > deadline) {
      throw new Error(`The embedded Postgres in ${place.home} can't be used: ${error}`, { cause: error })
    }
    // It was down, and another program has taken the port. Seen once, it may be our own server on its way out.
    const isStranger = !isRefused(error) && !(await isAlive(place))
    if (isRefused(error)) await start(place, durable)
    else if (isStranger && wasStranger) place = await moveToFreePort(place)
    else await setTimeout(WAIT_BETWEEN_TRIES_MILLISECONDS)
    wasStranger = isStranger
  }
}

/** Gives the lease back, and stops the server if it was the last one. Call it under the lock. */
export async function giveBack(lease: Lease): Promise<void> {
  const isLast = await isLastLease(lease)
  await lease.connection.end().catch(() => {})
  if (isLast) await runTool(lease.place, 'pg_ctl', ['stop', '-D', clusterDirectory(lease.place), '-m', 'fast'])
}

const isRefused = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED'

async function start(place: Place, durable: boolean, triesLeft = START_TRIES): Promise<void> {
  const cluster = clusterDirectory(place)
  // Nobody listens on our port, so what this file says is left over from a crash. Its process id may by now be another
  // program's, and then Postgres would not start; what protects the data is Postgres' check of its shared memory.
  await rm(pidFile(place), { force: true })
  const speed = durable ? '' : ' -F -c synchronous_commit=off -c full_page_writes=off'
  const options = `-p ${place.port}${speed}`
  try {
    await runTool(place, 'pg_ctl', ['start', '-D', cluster, '-w', '-t', START_TIMEOUT_SECONDS, '-o', options])
  } catch (error) {
    // The children of a server that was killed outlive it for a moment, and its memory with them.
    if (triesLeft === 1) throw error
    await setTimeout(WAIT_BETWEEN_TRIES_MILLISECONDS)
    await start(place, durable, triesLeft - 1)
  }
}

/** Whether the server's process is there, for all that its files tell: the id may be another program's by now. */
async function isAlive(place: Place): Promise<boolean> {
  try {
    const [pid] = (await readFile(pidFile(place), 'utf8')).split('\n')
    return Number(pid) > 0 && process.kill(Number(pid), 0)
  } catch {
    return false
  }
}

const pidFile = (place: Place) => join(clusterDirectory(place), 'postmaster.pid')
