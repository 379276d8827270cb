import type { Client } from 'pg'
import type { Connector } from './connection.ts'
import { type ServerLimits, UnsuitableDatabaseError } from './connection-settings.ts'
import { lostStatementCodes } from './outages.ts'

const cannotPrepare = `The pooler at DATABASE_URL mixes up prepared statements.
  Use PgBouncer 1.21 or newer with max_prepared_statements = 600, or pool_mode = session, or the address of the database itself.`

/**
 * Finds out whether a pooler in between can be used: it must keep prepared statements apart, and should keep the limits of a
 * connection. Returns sentences to warn of.
 * @throws {UnsuitableDatabaseError} if prepared statements get lost
 */
export async function checkPooler(connector: Pick<Connector, 'Client' | 'connectTimeoutMs'>, limits: ServerLimits) {
  const clients: Client[] = []
  try {
    for (const _ of [1, 2]) clients.push(await open(connector))
    const [one, other] = clients as [Client, Client]
    // A pooler that shares connections gives both the same one. Without its help, the second client finds the statement there.
    for (const client of [one, other, one]) await client.query({ name: 'pooler check', text: 'select 1' })
    return await missingLimits(one, limits)
  } catch (error) {
    if (!lostStatementCodes.includes((error as { code?: string }).code ?? '')) throw error
    throw new UnsuitableDatabaseError(cannotPrepare, { cause: error })
  } finally {
    for (const client of clients) client.end().catch(() => {})
  }
}

async function open({ Client, connectTimeoutMs }: Pick<Connector, 'Client' | 'connectTimeoutMs'>): Promise<Client> {
  const connect = () =>
    new Client({ connectionTimeoutMillis: connectTimeoutMs, query_timeout: connectTimeoutMs }).connect()
  // The first connection may learn that the pooler refuses settings.
  return connect().catch(connect)
}

async function missingLimits(client: Client, { lockMs, statementMs, idleInTransactionMs }: ServerLimits) {
  const expected = Object.entries({
    lock_timeout: lockMs,
    statement_timeout: statementMs,
    idle_in_transaction_session_timeout: idleInTransactionMs,
  })
  const { rows } = await client.query<{ name: string; setting: string }>(
    'select name, setting from pg_settings where name = any($1)',
    [expected.map(([name]) => name)],
  )
  return expected
    .filter(([name]) => rows.some(row => row.name === name && row.setting === '0'))
    .map(
      ([name, ms]) =>
        `${name} is 0, and the pooler at DATABASE_URL keeps this server from setting it. Statements that wait may pile up. ` +
        `Write: alter role … set ${name} = ${ms}`,
    )
}
