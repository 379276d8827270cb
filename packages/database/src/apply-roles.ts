import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseError } from 'pg'
import { connectTo } from './connection.ts'
import type { ServerLimits } from './connection-settings.ts'
import { MigrationError } from './migrate.ts'
import { MIGRATIONS_DIRECTORY } from './migrations/files.ts'
import { advisoryLocks } from './technical.ts'

/** A server that works may hold a lock for a moment. */
const SERVER_LIMITS: ServerLimits = { lockMs: 10_000, statementMs: 60_000, idleInTransactionMs: 60_000 }

/**
 * Gives the roles of `prisma/roles.sql` and `prisma/product-roles.sql` their rights, all in one transaction, and takes those of other
 * roles away. The address must be the owner's. `patience` multiplies how long it waits to connect. Returns the warnings of Postgres.
 * @throws {MigrationError} saying what a person must do first
 */
export async function applyRoles(url: string, { patience = 1 } = {}): Promise<string[]> {
  const files = ['roles.sql', 'product-roles.sql'].map(name => join(MIGRATIONS_DIRECTORY, '..', name))
  const statements = await Promise.all(files.map(file => readFile(file, 'utf8')))
  const client = await connectTo(url, SERVER_LIMITS, { patience })
  const warnings: string[] = []
  client.on('notice', ({ severity, message, hint }) => {
    if (severity === 'WARNING') warnings.push([message, hint].filter(Boolean).join(' '))
  })
  try {
    // A server that migrates now may make tables, whose rights are granted here.
    await client.query('select pg_advisory_lock($1)', [advisoryLocks.migrations])
    await client.query(statements.join('\n'))
    return warnings
  } catch (error) {
    throw error instanceof DatabaseError && needsAPerson.has(error.code) ? explained(error) : error
  } finally {
    await client.end().catch(() => {})
  }
}

/** A missing right, and what roles.sql refuses by itself. */
const needsAPerson = new Set<string | undefined>(['42501', 'P0001'])

const explained = (cause: DatabaseError) =>
  new MigrationError(
    ['The roles could not be given their rights:', cause.message, cause.hint].filter(Boolean).join(' '),
    {
      cause,
    },
  )
