import { PrismaPg } from '@prisma/adapter-pg'
import { type Prisma, PrismaClient } from './generated/client.ts'

export type Database = PrismaClient
export type Transaction = Prisma.TransactionClient

const CONNECTION_TIMEOUT_MILLISECONDS = 1_000
const QUERY_TIMEOUT_MILLISECONDS = 5_000

/**
 * Opens a pool of at most `poolSize` connections (10). It connects when first used; end it with `$disconnect()`.
 *
 * `pg` by itself waits without limit, both for a free connection and for an answer. Here a server that is away, or a
 * pool that is exhausted, is noticed after a second, and one that is frozen after five: `isOutage` knows these errors.
 */
export function connect(url: string, { poolSize = 10 }: { poolSize?: number } = {}): Database {
  const adapter = new PrismaPg(
    {
      connectionString: url,
      max: poolSize,
      connectionTimeoutMillis: CONNECTION_TIMEOUT_MILLISECONDS,
      query_timeout: QUERY_TIMEOUT_MILLISECONDS,
      keepAlive: true,
    },
    // A connection may die while nobody uses it. The next query finds out; without listeners the process would end.
    { onPoolError: () => {}, onConnectionError: () => {} },
  )
  return new PrismaClient({
    adapter,
    errorFormat: 'minimal',
    transactionOptions: { maxWait: 2 * CONNECTION_TIMEOUT_MILLISECONDS, timeout: 2 * QUERY_TIMEOUT_MILLISECONDS },
  })
}
