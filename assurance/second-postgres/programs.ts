import { accessSync, constants, globSync } from 'node:fs'
import path from 'node:path'

const searched = [
  ...(process.env.POSTGRES_BIN ? [process.env.POSTGRES_BIN] : []),
  // Debian keeps the servers of all versions apart, outside PATH. The newest comes first.
  ...globSync('/usr/lib/postgresql/*/bin').sort((a, b) => b.localeCompare(a, 'en', { numeric: true })),
  ...(process.env.PATH ?? '').split(path.delimiter),
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
export function requireProgram(program: 'initdb' | 'pg_ctl'): string {
  const file = find(program)
  if (file) return file
  throw new Error(
    `There is no ${program}: install Debian's package postgresql-15, or set POSTGRES_BIN to the folder that holds it.`,
  )
}

/** Postgres refuses to run as root. */
export const unprivileged = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
