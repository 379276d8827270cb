import type { Connections, Statement } from './client.ts'
import { messagePrefix } from './technical.ts'

/**
 * A few bytes in the write-ahead log, in no table. They take a transaction id, and their commit waits for a synchronous standby: without
 * them, a transaction that has an id would not. No limit of Postgres ends that wait, and those who probe wait for four seconds (deploy/).
 */
const COMMIT: Statement = {
  name: 'commit',
  text: `select pg_logical_emit_message(true, $1, ''::text)`,
  timeoutMs: 2_000,
}

/** Commits a change that changes no row. Throws an error that `isOutage` recognises if the database does not commit it within two seconds. */
export async function requireCommit({ prepared }: Pick<Connections, 'prepared'>): Promise<void> {
  await prepared(COMMIT, [messagePrefix])
}
