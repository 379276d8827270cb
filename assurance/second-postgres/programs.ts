import { execFile } from 'node:child_process'
import { accessSync, constants, globSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'

const searched = [
  ...(process.env.POSTGRES_BIN ? [process.env.POSTGRES_BIN] : []),
  // Debian keeps the servers of all versions apart, outside PATH. The newest comes first.
  ...globSync('/usr/lib/postgresql/*/bin').sort((a, b) => b.localeCompare(a, 'en', { numeric: true })),
  ...(process.env.PATH ?? '').split(path.delimiter),
  '/usr/sbin',
]

function find(program: string): string | undefined {
  return searched
    .map(folder => path.join(folder, program))
    .find(file => {
      try {
        accessSync(file, constants.X_OK)
        return true
      } catch {
        return false
      }
    })
}

/** The path of a program. Throws a sentence that says what to install. */
export function requireProgram(program: 'initdb' | 'pg_ctl' | 'pgbouncer' | 'pg_dump' | 'psql' | 'jq'): string {
  const file = find(program)
  if (file) return file
  throw new Error(
    `There is no ${program}: install Debian's packages postgresql-15, pgbouncer and jq, or set POSTGRES_BIN to the folder that holds it.`,
  )
}

/** Whether this PgBouncer keeps prepared statements apart. */
export async function pgBouncerPrepares(): Promise<boolean> {
  const { stdout } = await promisify(execFile)(requireProgram('pgbouncer'), ['--version'])
  const [, major, minor] = /PgBouncer (\d+)\.(\d+)/.exec(stdout) ?? []
  return Number(major) > 1 || Number(minor) >= 21
}

/** Postgres and PgBouncer refuse to run as root. */
export const unprivileged = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
