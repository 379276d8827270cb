import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Postgres } from './postgres.ts'
import { secret } from './server.ts'

const cli = path.resolve(import.meta.dirname, '../../apps/api/src/auth/admin/cli.ts')

/** Runs `latchkey` as a server of this database would be set up, with the roles that the documentation recommends. */
export async function runLatchkey(
  postgres: Postgres,
  database: string,
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<{ code: number; said: string }> {
  const env = {
    ...{ PATH: process.env.PATH, APP_SECRET: secret, DATABASE_URL: postgres.socketUrl('app', database) },
    DATABASE_DIRECT_URL: postgres.socketUrl('owner', database),
    ...{ DATA_DIR: postgres.directory, ARGON2_MEMORY_KIB: '7168' },
    ...environment,
  }
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [cli, ...args], { env })
    return { code: 0, said: stdout }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { code, said: stdout + stderr }
  }
}
