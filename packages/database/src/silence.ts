import { setImmediate, setTimeout } from 'node:timers/promises'
import type { Client } from 'pg'
import type { Connector } from './connection.ts'
import { outageOf } from './errors.ts'

const ASK_EVERY_MILLISECONDS = 250
/** Another query may wait for a lock for longer. This one needs none: the whole server is silent. */
const SILENT_AFTER_MILLISECONDS = 1_200
const QUERY_TIMEOUT_MILLISECONDS = 5_000

/** The database answers nothing. Requests fail at once, because each would wait for its time limits. */
export class SilentDatabaseError extends Error {
  override name = 'SilentDatabaseError'
  readonly code = 'SILENT'
}

/**
 * Asks the database four times a second, on a connection of its own, whether it answers. `changed` is told once it has been silent for a
 * moment (1.2 s, times `patience`), and once it is no longer. A refused connection is no silence: requests learn that at once.
 */
export function watchSilence(
  { Client, connectTimeoutMs }: Pick<Connector, 'Client' | 'connectTimeoutMs'>,
  patience: number,
  changed: (isSilent: boolean) => void,
): { renew(): void; stop(): Promise<void> } {
  const stopping = new AbortController()
  const { signal } = stopping
  let client: Client | undefined
  let isSilent = false

  function tell(silent: boolean): void {
    if (silent !== isSilent) changed(silent)
    isSilent = silent
  }

  async function ask(): Promise<void> {
    if (client === undefined) {
      client = new Client({ connectionTimeoutMillis: connectTimeoutMs, query_timeout: QUERY_TIMEOUT_MILLISECONDS })
      await client.connect()
    }
    await client.query('select 1')
  }

  async function isLate(): Promise<true> {
    await setTimeout(patience * SILENT_AFTER_MILLISECONDS, undefined, { signal, ref: false })
    // If it was this process that stood still, the answer is there already.
    await setImmediate()
    return setImmediate(true)
  }

  async function listen(): Promise<void> {
    const answer = ask()
    try {
      if (await Promise.race([answer, isLate()])) tell(true)
      await answer
      tell(false)
    } catch (error) {
      cut(client)
      client = undefined
      // A server that refuses is not silent. From a silent one, no connection is refused.
      if (!silences.includes(outageOf(error)?.name ?? '')) tell(false)
    }
  }

  async function watch(): Promise<void> {
    while (!signal.aborted) {
      await listen()
      await setTimeout(ASK_EVERY_MILLISECONDS, undefined, { signal }).catch(() => {})
    }
    cut(client)
  }

  const watching = watch()
  return {
    /** Asks on a new connection: the old one may lead to a former primary. */
    renew: () => cut(client),
    async stop() {
      stopping.abort()
      cut(client)
      await watching
    },
  }
}

/** Of several servers one may be silent, and the others standbys. */
const silences: readonly string[] = ['silence', 'no primary']

// `end` waits without limit for a frozen server.
const cut = (client: Client | undefined) => client?.connection.stream.destroy()
