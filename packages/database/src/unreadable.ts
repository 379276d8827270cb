import type { Duplex } from 'node:stream'
import type { Client } from 'pg'

/** What `pg` calls once for each connection, with its socket or its TLS, and its types do not know. */
interface Attaching {
  attachListeners(stream: Duplex): void
}

/**
 * Closes the connection of this client, with an error that `isOutage` recognises, once something arrives that `pg` cannot read: a way to
 * sign in that it does not know, such as `gss`, or another protocol. `pg` throws that in a listener of the socket. No one can catch it
 * there, so the process would end.
 */
export function closeOnUnreadable({ connection }: Client): void {
  const attaching = connection as unknown as Attaching
  const attach = attaching.attachListeners
  attaching.attachListeners = stream => {
    attach.call(attaching, stream)
    for (const read of stream.listeners('data') as ((piece: Buffer) => void)[]) {
      stream.off('data', read)
      stream.on('data', piece => {
        try {
          read(piece)
        } catch (cause) {
          stream.destroy(Object.assign(new Error((cause as Error).message, { cause }), { code: 'UNREADABLE' }))
        }
      })
    }
  }
}
