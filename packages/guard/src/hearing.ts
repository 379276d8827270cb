import { randomUUID } from 'node:crypto'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import { GuardLine, guardChanges } from '@latchkey/contracts/auth/guards'
import { after, isOlder, type Moment, thisMoment } from '@latchkey/contracts/platform/moment'
import { userAgent } from '@latchkey/contracts/technical'

/** How long without a new beat until the stream is opened again. */
const silenceMs = 2_000
/** Clocks of two machines drift apart by up to 0.5 ms a second (NTP): 0.3 s in this time. Then the stream is opened again. */
const longestStreamMs = 600_000
const longestPauseMs = 2_000

interface Subject {
  readonly api: string
  readonly secret: string
  readonly leaseMs: number
  noteEverything(): void
  note(id: string): void
  failed(error: unknown): void
}

export interface Hearing {
  /** Whether everything is known that was committed up to the lease, and a second, ago. */
  holds(): boolean
  /** Whether the stream is open now. What is asked now may be kept. */
  isOpen(): boolean
  /** How long an answer may be kept, in milliseconds. */
  keepMs(): number
  /** The time of day at the API, in milliseconds. It may be ahead but not behind, so that no session passes for too long. */
  apiTime(): number
  /** Resolves when the guard hears for the first time. */
  readonly ready: Promise<void>
  close(): Promise<void>
}

/**
 * Listens to the changes of sessions, and opens the stream again whenever it breaks. A beat proves what was sent before it, but may have
 * waited in a network. So its age counts from the latest moment at which it cannot have been sent yet: the request for the stream, and
 * what has passed since on the API's clock.
 */
export function hear({ api, secret, leaseMs, ...subject }: Subject): Hearing {
  const stop = new AbortController()
  // So that the API ends a former stream of this process which only this side knows to be broken.
  const address = `${api}${guardChanges.path}?guard=${randomUUID()}`
  const { promise: ready, resolve: heard } = Promise.withResolvers<void>()
  let isOpen = false
  let keepMs = 0
  /** When the last beat was sent at the latest, and the time of day that it said. */
  let last: { readonly moment: Moment; readonly apiTime: number } | undefined

  async function follow(): Promise<void> {
    const sent = thisMoment()
    const broken = new AbortController()
    const silence = setInterval(() => {
      if (isOlder(last?.moment ?? sent, silenceMs) && isOlder(sent, silenceMs))
        broken.abort(new Error('No beat arrived.'))
    }, silenceMs / 4)
    const signal = AbortSignal.any([broken.signal, stop.signal, AbortSignal.timeout(longestStreamMs)])
    try {
      const response = await fetch(address, {
        headers: { authorization: `Bearer ${secret}`, 'user-agent': userAgent },
        redirect: 'error',
        signal,
      })
      if (response.status !== 200 || !response.body)
        throw new Error(`${api}${guardChanges.path} answered ${response.status}.`)
      let first: number | undefined
      for await (const text of createInterface({ input: Readable.fromWeb(response.body as never) })) {
        signal.throwIfAborted()
        const line = readLine(text)
        if (line.event === 'open') {
          first = line.at
          keepMs = line.keepMs
          // Before anything may be kept: what changed while nothing was heard is unknown.
          subject.noteEverything()
          isOpen = true
        } else if (line.event === 'beat') {
          if (first === undefined) continue
          last = { moment: after(sent, line.at - first), apiTime: Date.parse(line.now) }
          if (holds()) heard()
        } else if (line.event === 'everything') subject.noteEverything()
        else subject.note(line.id)
      }
    } finally {
      isOpen = false
      clearInterval(silence)
    }
  }

  const holds = () => last !== undefined && !isOlder(last.moment, leaseMs)

  async function keepFollowing(): Promise<void> {
    for (let failures = 0; !stop.signal.aborted; ) {
      const began = performance.now()
      await follow().catch(error => stop.signal.aborted || isTimeout(error) || subject.failed(error))
      failures = performance.now() - began > silenceMs * 2 ? 0 : failures + 1
      // Random, so that not all services return to an API that restarts at the same moment.
      const pauseMs = Math.random() * Math.min(longestPauseMs, 100 * 2 ** Math.min(failures, 10))
      await setTimeout(pauseMs, undefined, { signal: stop.signal }).catch(() => undefined)
    }
  }
  const following = keepFollowing()

  return {
    holds,
    isOpen: () => isOpen,
    keepMs: () => keepMs,
    apiTime: () => (last ? last.apiTime + performance.now() - last.moment.monotonic : Number.POSITIVE_INFINITY),
    ready,
    async close() {
      stop.abort()
      await following
    },
  }
}

const isTimeout = (error: unknown) => error instanceof DOMException && error.name === 'TimeoutError'

/** A line of a newer API, or one that is cut off, may mean anything. */
function readLine(text: string): GuardLine {
  try {
    return GuardLine.safeParse(JSON.parse(text)).data ?? { event: 'everything' }
  } catch {
    return { event: 'everything' }
  }
}
