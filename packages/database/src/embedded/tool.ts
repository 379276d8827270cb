import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findBinaries } from './binaries.ts'
import type { Place } from './place.ts'

/**
 * Runs one of Postgres' tools; throws with what it printed if it fails. Its output goes to the log file, never through
 * a pipe: the server inherits it, outlives us, and would keep a pipe open.
 */
export async function runTool(place: Place, tool: 'initdb' | 'pg_ctl', args: string[]): Promise<void> {
  const binaries = await findBinaries(place.user)
  const logFile = join(place.home, 'log')
  const log = await open(logFile, 'a', 0o600)
  try {
    const { size } = await log.stat()
    const child = spawn(join(binaries, 'bin', tool), args, {
      ...place.user,
      cwd: place.home,
      env: cleanEnvironment(),
      stdio: ['ignore', log.fd, log.fd],
      windowsHide: true,
    })
    const [code] = await once(child, 'exit')
    if (code !== 0) {
      const printed = (await readFile(logFile)).subarray(size).toString().trim()
      throw new Error(
        `Postgres' ${tool} failed. If it can't work here, set DATABASE_URL to a Postgres of your own.\n${printed}\n(${logFile})`,
      )
    }
  } finally {
    await log.close()
  }
}

/** PGPORT, PGDATA and their like are meant for another server. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('PG') && !name.startsWith('LC_'))
  return { ...Object.fromEntries(others), LC_ALL: 'C', TZ: 'UTC' }
}
