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
/** Waits are counted in such pieces. */
const TICK_MILLISECONDS = 100

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
 * away. A refused connection is no silence: requests learn that at once. Time in which this process stood still does not count either.
 * See ADR 051.
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

  /** No time limit of `pg`: it would count the time in which this process stood still. */
  async function open(): Promise<void> {
    const opening = new Client({ application_name: applicationNames.silenceWatch })
    client = opening
    await hear(opening.connect(), connectTimeoutMs, connectTimeoutMs)
    isOpen = true
  }

  /**
   * Waits for an answer, and tells once it is late.
   * @throws {SilentDatabaseError} after `giveUpMs`
   */
  async function hear(answer: Promise<unknown>, lateMs: number, giveUpMs: number): Promise<void> {
    const heard = new AbortController()
    const either = AbortSignal.any([signal, heard.signal])
    async function giveUp(): Promise<never> {
      await heardNothingFor(lateMs, either)
      tell(true)
      await heardNothingFor(giveUpMs - lateMs, either)
      throw new SilentDatabaseError()
    }
    try {
      await Promise.race([answer, giveUp()])
    } finally {
      heard.abort()
    }
  }

  async function ask(): Promise<void> {
    try {
      if (!isOpen || client === undefined) await open()
      const answer = client?.query('select 1') ?? Promise.resolve()
      await hear(answer, patience * SILENT_AFTER_MILLISECONDS, patience * GIVE_UP_AFTER_MILLISECONDS)
      tell(false)
    } catch (error) {
      // A server that refuses is not silent. From a silent one, no connection is refused.
      if (!silences.includes(outageOf(error)?.name ?? '')) tell(false)
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

/**
 * Resolves once this process could have heard an answer for this long. While it stands still, or gets no processor, it hears nothing:
 * however long that takes counts as one tick. What has arrived meanwhile is read before the next tick is counted.
 */
async function heardNothingFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  for (let left = milliseconds; left > 0; left -= TICK_MILLISECONDS) {
    await setTimeout(Math.min(left, TICK_MILLISECONDS), undefined, { signal, ref: false })
    // A late timer runs before anything is read.
    await setImmediate()
  }
  await setImmediate()
}

// `end` waits without limit for a frozen server.
const cut = (client: Client | undefined) => client?.connection.stream.destroy()
