import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findBinaries } from './binaries.ts'
import { serverEnvironment } from './environment.ts'
import type { ServerConfig } from './server-config.ts'

/**
 * Runs one of Postgres' tools. Throws with its output if it fails. Its output goes to the log file, not through a pipe:
 * the server inherits it, runs longer than this process, and would keep the pipe open.
 */
export async function runTool(config: ServerConfig, tool: 'initdb' | 'pg_ctl', args: string[]): Promise<void> {
  const binaries = await findBinaries(config.user)
  const logFile = join(config.home, 'log')
  const log = await open(logFile, 'a', 0o600)
  try {
    const { size } = await log.stat()
    const child = spawn(join(binaries, 'bin', tool), args, {
      ...config.user,
      cwd: config.home,
      env: serverEnvironment(),
      stdio: ['ignore', log.fd, log.fd],
      windowsHide: true,
    })
    const [code] = await once(child, 'exit')
    if (code !== 0) {
      const printed = (await readFile(logFile)).subarray(size).toString().trim()
      throw new Error(
        `Postgres' ${tool} failed. If it can't run here, set DATABASE_URL to your own Postgres.\n${printed}\n(${logFile})`,
      )
    }
  } finally {
    await log.close()
  }
}
