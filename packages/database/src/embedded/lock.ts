import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { lock } from 'proper-lockfile'

const ABANDONED_AFTER_MILLISECONDS = 10_000
const WAIT_BETWEEN_TRIES_MILLISECONDS = 50
const TRIES = 2_400

/** Runs `task` under a lock for the data directory, and creates the directory if needed. Throws if the lock stays taken. */
export async function withLock<Result>(dataDir: string, task: () => Promise<Result>): Promise<Result> {
  await mkdir(dataDir, { recursive: true })
  const unlock = await lock(dataDir, {
    lockfilePath: join(dataDir, 'postgres.lock'),
    stale: ABANDONED_AFTER_MILLISECONDS,
    // If the machine sleeps, another process may see the lock as abandoned. By default that would end this process. It
    // need not: it does no harm if two processes do the work under the lock.
    onCompromised: () => {},
    retries: { retries: TRIES, factor: 1, minTimeout: WAIT_BETWEEN_TRIES_MILLISECONDS },
  })
  try {
    return await task()
  } finally {
    await unlock().catch(() => {})
  }
}
