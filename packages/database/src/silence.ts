import { setImmediate, setTimeout } from 'node:timers/promises'
import type { Client } from 'pg'
import type { Connector } from './connection.ts'
import { outageOf } from './errors.ts'
import { applicationNames } from './technical.ts'

const ASK_EVERY_MILLISECONDS = 250
/** Another query may wait for a lock for longer. This one needs none: the whole server is silent. */
const SILENT_AFTER_MILLISECONDS = 1_200
/** From then on it asks on a new connection: only the old one may be lost. */
const GIVE_UP_AFTER_MILLISECONDS = 2_000
/** One lost connection is no silence of the server. */
const PROBES = 2

/** The database answers nothing. Requests fail at once, because each would wait for its time limits. */
export class SilentDatabaseError extends Error {
  override name = 'SilentDatabaseError'
  readonly code = 'SILENT'
}

interface Probe {
  /** Asks on a new connection. */
  renew(): void
  stop(): Promise<void>
}

/**
 * Asks the database four times a second, on two connections of its own, whether it answers. `changed` is told once both wait for an answer
 * too long (1.2 s, times `patience`), and once one got an answer again. The time to open a connection does not count: a database may be far
 * away. A refused connection is no silence: requests learn that at once. See ADR 051.
 */
export function watchSilence(
  connector: Pick<Connector, 'Client' | 'connectTimeoutMs'>,
  patience: number,
  changed: (isSilent: boolean) => void,
): Probe {
  const late = new Set<number>()
  const probes = Array.from({ length: PROBES }, (_, index) =>
    startProbe(connector, patience, isLate => {
      const wasSilent = late.size === PROBES
      if (isLate) late.add(index)
      else late.delete(index)
      if (wasSilent !== (late.size === PROBES)) changed(!wasSilent)
    }),
  )
  return {
    renew() {
      for (const probe of probes) probe.renew()
    },
    async stop() {
      await Promise.all(probes.map(probe => probe.stop()))
    },
  }
}

/** Asks again and again on one connection, and tells after each question whether the answer is late. */
function startProbe(
  { Client, connectTimeoutMs }: Pick<Connector, 'Client' | 'connectTimeoutMs'>,
  patience: number,
  tell: (isLate: boolean) => void,
): Probe {
  const stopping = new AbortController()
  const { signal } = stopping
  let client: Client | undefined
  let isOpen = false

  async function open(): Promise<Client> {
    client = new Client({
      application_name: applicationNames.silenceWatch,
      connectionTimeoutMillis: connectTimeoutMs,
      query_timeout: patience * GIVE_UP_AFTER_MILLISECONDS,
    })
    await client.connect()
    isOpen = true
    return client
  }

  async function isLate(): Promise<true> {
    await setTimeout(patience * SILENT_AFTER_MILLISECONDS, undefined, { signal, ref: false })
    // If it was this process that stood still, the answer is there already.
    await setImmediate()
    return setImmediate(true)
  }

  async function ask(): Promise<void> {
    try {
      const answer = answered(isOpen && client ? client : await open())
      if (await Promise.race([answer, isLate()])) tell(true)
      await answer
      tell(false)
    } catch (error) {
      const outage = outageOf(error)?.name ?? ''
      // A server that refuses is not silent. From a silent one, no connection is refused.
      if (!silences.includes(outage)) tell(false)
      // Its `connect_timeout` has passed.
      else if (outage === 'silence' && !isOpen) tell(true)
      cut(client)
      isOpen = false
    }
  }

  async function watch(): Promise<void> {
    while (!signal.aborted) {
      await ask()
      await setTimeout(ASK_EVERY_MILLISECONDS, undefined, { signal }).catch(() => {})
    }
    cut(client)
  }

  const watching = watch()
  return {
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

const answered = async (client: Client) => void (await client.query('select 1'))

// `end` waits without limit for a frozen server.
const cut = (client: Client | undefined) => client?.connection.stream.destroy()
