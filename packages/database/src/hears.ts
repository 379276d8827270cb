import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connectTo } from './connection.ts'
import type { ServerLimits } from './connection-settings.ts'

const SERVER_LIMITS: ServerLimits = { lockMs: 2_000, statementMs: 4_000, idleInTransactionMs: 8_000 }
/** Far longer than an announcement takes, and short enough to wait for. */
const HEARD_WITHIN_MILLISECONDS = 2_000

/**
 * Whether a connection to `directUrl` hears what `url` announces while it does nothing else. Behind a pooler that shares connections
 * it does not (ADR 029). Leaves nothing behind.
 * @throws an error that `outageOf` recognises while the database is away
 */
export async function hearsAnnouncements(directUrl: string, url: string): Promise<boolean> {
  const channel = `doctor ${randomUUID()}`
  const listener = await connectTo(directUrl, SERVER_LIMITS)
  try {
    await listener.query(`listen ${listener.escapeIdentifier(channel)}`)
    const heard = once(listener, 'notification', { signal: AbortSignal.timeout(HEARD_WITHIN_MILLISECONDS) }).then(
      () => true,
      () => false,
    )
    const speaker = await connectTo(url, SERVER_LIMITS)
    await speaker.query('select pg_notify($1, $2)', [channel, '']).finally(() => speaker.end().catch(() => {}))
    return await heard
  } finally {
    await listener.end().catch(() => {})
  }
}
