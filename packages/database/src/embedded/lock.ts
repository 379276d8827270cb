import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { lock } from 'proper-lockfile'

const ABANDONED_AFTER_MILLISECONDS = 10_000
const WAIT_BETWEEN_TRIES_MILLISECONDS = 50
const TRIES = 2_400

/** Runs `task` while no other process does so for the same data directory, which is made if need be. */
export async function withLock<Result>(dataDir: string, task: () => Promise<Result>): Promise<Result> {
  await mkdir(dataDir, { recursive: true })
  const unlock = await lock(dataDir, {
    lockfilePath: join(dataDir, 'postgres.lock'),
    stale: ABANDONED_AFTER_MILLISECONDS,
    // It is taken for abandoned when the machine sleeps meanwhile. That is no reason to end the process, as is the default:
    // what goes on under the lock stands being done twice.
    onCompromised: () => {},
    retries: { retries: TRIES, factor: 1, minTimeout: WAIT_BETWEEN_TRIES_MILLISECONDS },
  })
  try {
    return await task()
  } finally {
    await unlock().catch(() => {})
  }
}
