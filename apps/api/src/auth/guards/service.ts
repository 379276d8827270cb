import { Readable } from 'node:stream'
import type { GuardLine } from '@latchkey/contracts/auth/guards'
import type { Deps } from '../../deps.ts'
import { unavailable } from '../../platform/errors.ts'
import type { Change } from '../sessions/cache/change.ts'

/** How often a guard hears that nothing was missed. Much shorter than the time for which it trusts that. */
const beatEveryMs = 250
/** Far more than a server has guards: each has one stream. Beyond, the oldest ends. docs/second-service.md says so. */
const mostStreams = 1_000
/** A guard that leaves more unread is disconnected, and asks about everything again. */
const mostUnreadBytes = 1024 * 1024
/** A session counts as used at most this long after its use. */
const longestKeptMs = 60_000

export interface GuardStreams {
  /**
   * Opens the stream of the guard with this id. The one that it had before ends: it may be half dead.
   * @throws {ApiError} unavailable if the server stops
   */
  open(guard?: string): Readable
  close(): void
}

/**
 * The streams to second services. They hear what this server hears, in the same order. While this server does not hear the database, no
 * beat is sent, so guards stop trusting what they keep. See ADR 052.
 */
export function openGuardStreams({ sessionCache, settings, clock }: Deps): GuardStreams {
  const all = new Set<Readable>()
  const byGuard = new Map<string, Readable>()
  let isClosed = false
  const { fleeting, remembered } = settings.sessions
  const keepMs = Math.min(longestKeptMs, fleeting.idle, remembered.idle)
  const clocks = () => ({ at: performance.now(), now: clock.now().toISOString() })

  function send(stream: Readable, line: GuardLine): void {
    if (stream.readableLength > mostUnreadBytes) stream.destroy()
    else stream.push(`${JSON.stringify(line)}\n`)
  }

  function cut(stream: Readable): void {
    all.delete(stream)
    stream.destroy()
  }

  const unwatch = sessionCache.watch(change => {
    const line = lineOf(change)
    if (line) for (const stream of all) send(stream, line)
  })
  const timer = setInterval(() => {
    // Read once, before the beats: what it vouches for has been sent already.
    if (all.size === 0 || !sessionCache.hears()) return
    const line = { event: 'beat' as const, ...clocks() }
    for (const stream of all) send(stream, line)
  }, beatEveryMs).unref()

  return {
    open(guard) {
      if (isClosed) throw unavailable()
      const former = guard === undefined ? undefined : byGuard.get(guard)
      if (former) cut(former)
      const [oldest] = all
      if (oldest && all.size >= mostStreams) cut(oldest)
      const stream = new Readable({ read() {} })
      stream.once('close', () => {
        all.delete(stream)
        if (guard !== undefined && byGuard.get(guard) === stream) byGuard.delete(guard)
      })
      all.add(stream)
      if (guard !== undefined) byGuard.set(guard, stream)
      send(stream, { event: 'open', ...clocks(), keepMs })
      return stream
    },

    close() {
      isClosed = true
      clearInterval(timer)
      unwatch()
      for (const stream of all) stream.push(null)
    },
  }
}

/** What a guard must know of a change. A new session in a person's list is not sent: the guard keeps nothing about it yet. */
function lineOf(change: Change): GuardLine | null {
  if (change.what === 'list') return null
  return change.what === 'everything' ? { event: 'everything' } : { event: change.what, id: change.id }
}
