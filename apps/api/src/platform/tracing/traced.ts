import type { Connections, Database, Prepared } from '@latchkey/database/client'
import type { Hasher } from '../crypto/hasher.ts'
import type { Tracing } from './tracing.ts'

/** The same hasher, with a span for each hash. It includes the wait for a free thread. */
export const tracedHasher = (hasher: Hasher, tracing: Tracing | null): Hasher =>
  tracing === null
    ? hasher
    : {
        ...hasher,
        hash: password => tracing.span('hash password', () => hasher.hash(password)),
        verify: (hash, password) => tracing.span('verify password', () => hasher.verify(hash, password)),
      }

/** The same connections, with a span for each query. Its name is the query's, such as `User.findUnique`, without a value. */
export function tracedConnections(connections: Connections, tracing: Tracing | null): Connections {
  if (tracing === null) return connections
  const db = connections.db.$extends({
    query: {
      $allOperations: ({ model, operation, args, query }) =>
        tracing.span(model === undefined ? operation : `${model}.${operation}`, () => query(args)),
    },
  })
  const traced =
    (prepared: Prepared): Prepared =>
    (statement, values) =>
      tracing.span(statement.name, () => prepared(statement, values))
  return {
    ...connections,
    // The extended client lacks only `$on`, which nothing uses.
    db: db as unknown as Database,
    prepared: traced(connections.prepared),
    withPrepared: begin => connections.withPrepared(prepared => begin(traced(prepared))),
  }
}
