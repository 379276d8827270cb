import { setTimeout } from 'node:timers/promises'
import type { Client } from 'pg'
import type { Statement } from './client.ts'
import { type Connector, connectorTo } from './connection.ts'
import type { ServerLimits } from './connection-settings.ts'
import { openTimelines } from './primary.ts'
import { applicationNames } from './technical.ts'

/** Longer than the time for which a heartbeat is trusted. A slow commit should pause the cache, not empty it. */
const QUERY_TIMEOUT_MILLISECONDS = 5_000
/** A wait for a lock means that an earlier statement hangs. If only the client gave up, each attempt would occupy a server connection. */
const SERVER_LIMITS: ServerLimits = { lockMs: 500, statementMs: 4_000, idleInTransactionMs: 8_000 }
const FIRST_WAIT_MILLISECONDS = 50
const LONGEST_WAIT_MILLISECONDS = 1_000

/** A connection that listens to a channel. */
export interface Listening {
  query(statement: Statement, values: unknown[]): Promise<unknown[]>
  /** Closes this connection. The next one is opened at once. */
  abandon(): void
}

export interface ListenHandlers {
  /** A new connection listens. It does not receive earlier notifications. */
  connected(listening: Listening): void
  notified(payload: string): void
  /** The connection is lost. Another one is being opened. */
  lost(): void
  /** A connection could not be opened, or may not listen. Another one is being opened. */
  failed?(error: unknown): void
}

/**
 * Listens on a separate connection to the channel that `findChannel` returns as `channel`, and opens a new one each time that
 * connection ends. The address must lead to the database itself: a pooler that shares connections loses notifications.
 * It shares `timelines` with the other connections of a server. Returns a function that stops listening.
 */
export function listen(
  url: string,
  findChannel: Statement,
  handlers: ListenHandlers,
  timelines = openTimelines(),
): () => Promise<void> {
  const connector = connectorTo(url, SERVER_LIMITS, 1, timelines)
  let ended = false
  let current: Client | undefined

  async function keepListening(): Promise<void> {
    for (let wait = FIRST_WAIT_MILLISECONDS; !ended; wait = Math.min(2 * wait, LONGEST_WAIT_MILLISECONDS)) {
      const client = openClient(connector)
      current = client
      const gone = new Promise<void>(resolve => client.once('end', resolve))
      try {
        await client.connect()
        client.on('notification', ({ payload = '' }) => handlers.notified(payload))
        const { rows: channels } = await client.query<{ channel: string }>(findChannel)
        await client.query(`listen ${client.escapeIdentifier(channels[0]?.channel ?? '')}`)
        handlers.connected({
          async query({ name, text }, values) {
            const { rows } = await client.query({ name, text, values })
            // Only a connection that can also answer queries resets the wait before the next one.
            wait = FIRST_WAIT_MILLISECONDS
            return rows
          },
          abandon: () => cut(client),
        })
        await gone
        handlers.lost()
      } catch (error) {
        cut(client)
        if (!ended) handlers.failed?.(error)
      }
      if (!ended) await setTimeout(wait)
    }
  }

  const finished = keepListening()
  return async () => {
    ended = true
    if (current) cut(current)
    await finished
  }
}

const openClient = ({ Client, connectTimeoutMs }: Connector) =>
  new Client({
    application_name: applicationNames.listener,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: QUERY_TIMEOUT_MILLISECONDS,
  })

// Do not use `client.end`: it waits without limit if the server is frozen. Called while connecting, it leaves `connect` pending.
function cut(client: Client): void {
  client.connection.stream.destroy(new Error('This connection was abandoned.'))
}
