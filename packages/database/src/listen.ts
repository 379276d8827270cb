import { setTimeout } from 'node:timers/promises'
import { Client } from 'pg'
import type { Statement } from './client.ts'
import { applicationNames } from './technical.ts'

const CONNECTION_TIMEOUT_MILLISECONDS = 1_000
/** Longer than anybody trusts a beat: a slow commit should cost the cache its trust, and not its contents. */
const QUERY_TIMEOUT_MILLISECONDS = 5_000
/** Who waits for a lock here waits for a predecessor that hangs; given up on our side alone, each would keep a connection of the server's. */
const LOCK_TIMEOUT_MILLISECONDS = 500
const FIRST_WAIT_MILLISECONDS = 50
const LONGEST_WAIT_MILLISECONDS = 1_000

/** The connection that listens, for as long as it lasts. */
export interface Listening {
  query(statement: Statement, values: unknown[]): Promise<unknown[]>
  /** Gives this connection up; the next one is opened at once. */
  abandon(): void
}

export interface ListenHandlers {
  /** A new connection listens: whatever was announced before is lost to it. */
  connected(listening: Listening): void
  notified(payload: string): void
  /** The connection is gone; another one is on its way. */
  lost(): void
}

/**
 * Listens to a channel on a connection of its own, and takes a new one whenever that ends. The connection must lead to the
 * database itself: a pooler that hands connections around loses notifications. Returns what ends it.
 */
export function listen(url: string, channel: string, handlers: ListenHandlers): () => Promise<void> {
  let ended = false
  let current: Client | undefined

  async function keepListening(): Promise<void> {
    for (let wait = FIRST_WAIT_MILLISECONDS; !ended; wait = Math.min(2 * wait, LONGEST_WAIT_MILLISECONDS)) {
      const client = openClient(url)
      current = client
      const gone = new Promise<void>(resolve => client.once('end', resolve))
      try {
        await client.connect()
        client.on('notification', ({ payload = '' }) => handlers.notified(payload))
        await client.query(`listen ${client.escapeIdentifier(channel)}`)
        handlers.connected({
          async query({ name, text }, values) {
            const { rows } = await client.query({ name, text, values })
            // Only who can also write need not wait longer for the next one.
            wait = FIRST_WAIT_MILLISECONDS
            return rows
          },
          abandon: () => cut(client),
        })
        await gone
        handlers.lost()
      } catch {
        cut(client)
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

function openClient(url: string): Client {
  const client = new Client({
    connectionString: url,
    application_name: applicationNames.listener,
    connectionTimeoutMillis: CONNECTION_TIMEOUT_MILLISECONDS,
    query_timeout: QUERY_TIMEOUT_MILLISECONDS,
    lock_timeout: LOCK_TIMEOUT_MILLISECONDS,
    keepAlive: true,
  })
  client.on('error', () => {})
  return client
}

// `end` says goodbye and waits, for ever where the server is frozen; called while it connects, it leaves `connect` waiting for ever.
function cut(client: Client): void {
  client.connection.stream.destroy(new Error('This connection was given up.'))
}
