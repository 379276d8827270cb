import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { freezePostgres } from '@latchkey/database/testing-freeze'
import { createPostgres, type PostgresOptions } from '../second-postgres/postgres.ts'

/** Starts Debian's Postgres for a row that chooses its folders or its environment, or needs `pg_dump` of its version. */
export async function startDebianPostgres(options: PostgresOptions = {}) {
  const postgres = await createPostgres(options)
  return {
    url: postgres.socketUrl('owner'),
    urlOf: (database: string) => postgres.socketUrl('owner', database),
    start: postgres.start,
    isRunning: postgres.isRunning,
    async stop(mode?: 'fast' | 'immediate') {
      await postgres.stop(mode)
    },
    async freeze() {
      const file = await readFile(path.join(postgres.data, 'postmaster.pid'), 'utf8')
      return freezePostgres(Number(file.split('\n')[0]))
    },
    async sql(...statements: string[]) {
      for (const statement of statements) await postgres.sql(statement, 'app')
    },
    close: postgres.remove,
  }
}
