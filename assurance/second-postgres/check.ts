import { requireProgram } from './programs.ts'

try {
  for (const program of ['initdb', 'pg_ctl', 'pgbouncer', 'pg_dump', 'psql', 'jq'] as const) requireProgram(program)
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = 1
}
