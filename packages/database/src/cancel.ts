import { connect } from 'node:net'
import type { Client } from 'pg'

/** The number that says that this is no new connection, but a request to cancel. */
const CANCEL_REQUEST = 80_877_102
const CANCEL_TIMEOUT_MILLISECONDS = 3_000

/** What `pg` keeps of a connection, and its types do not know. */
interface Kept {
  /** False while a statement has no answer. */
  readonly readyForQuery: boolean | null
  readonly processID: number | null
  readonly secretKey: number | null
}

/**
 * Asks the server to cancel the statement that has no answer on this closed connection, if there is one. A commit that waits for a missing
 * standby heeds no time limit, and does not notice that its client has gone: each would keep one of the server's connections. No one was
 * told that it succeeded. Errors mean nothing: then the server is away.
 * Source: https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS
 */
export function cancelUnanswered(client: Client): void {
  const { readyForQuery, processID, secretKey } = client as unknown as Kept
  if (readyForQuery !== false || processID === null || secretKey === null) return
  const { host, port } = client
  const request = Buffer.alloc(16)
  for (const [index, value] of [request.length, CANCEL_REQUEST, processID, secretKey].entries())
    request.writeInt32BE(value, 4 * index)
  // Without TLS, as libpq did until version 17: the key belongs to a connection that is closed.
  const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host)
  socket
    .setTimeout(CANCEL_TIMEOUT_MILLISECONDS, () => socket.destroy())
    .on('error', () => {})
    .resume()
    .end(request)
  socket.unref()
}
