import { Readable } from 'node:stream'
import type { Deps } from '../../../deps.ts'
import type { Principal } from '../../../platform/context.ts'
import { unavailable } from '../../../platform/errors.ts'
import type { Change } from '../cache/change.ts'
import { endOf } from '../lifetime.ts'
import { eventStreams } from '../measures.ts'
import { frame, ping } from './frames.ts'
import { groups } from './groups.ts'
import { paced } from './paced.ts'
import { type Found, findSessions } from './store.ts'

const mostStreams = 10_000
/** One for each tab, in a browser whose tabs do not share a stream. One more replaces the oldest. */
const mostStreamsOfSession = 10
/** So that no user can take all streams by signing in again and again. */
const mostStreamsOfUser = 30
/** A client that leaves more unread is disconnected, and then reconnects. */
const mostUnreadBytes = 64 * 1024
/** Once a round, each stream gets a ping and its session is checked. The server closes connections that are silent for 15 s. */
const turnEveryMs = 1000
const turnsInRound = 10

interface EventStream {
  readonly sessionId: string
  readonly userId: string
  /** The hash of the token that opened it. */
  readonly tokenHash: Uint8Array
  readonly body: Readable
  /** The streams that have their turn together with this one. */
  readonly turn: Set<EventStream>
  /** The newest session of the user when the stream was checked last. */
  newestId?: string | null
}

export interface EventStreams {
  /**
   * Opens the stream of a session. It ends when the token with this hash is exchanged.
   * @throws {ApiError} unavailable if too many are open, or the server stops
   */
  open(principal: Principal, tokenHash: Uint8Array): Readable
  /** Ends every stream; browsers then reconnect to another server. */
  close(): void
}

/** The open streams of this server. Announcements cause a check; the database decides whether a stream ends. */
export function openEventStreams(deps: Deps): EventStreams {
  const all = new Set<EventStream>()
  const bySubject = groups<EventStream>()
  const turns = Array.from({ length: turnsInRound }, () => new Set<EventStream>())
  const turnAt = (number: number) => turns[number % turnsInRound] as Set<EventStream>
  let nextTurn = 0
  /** Streams whose session may have ended, and streams whose list of sessions changed. */
  let mayHaveEnded = new Set<EventStream>()
  let listChanged = new Set<EventStream>()
  let isSettling = false
  let isClosed = false
  // After a gap these are all streams, and their pages would all fetch their lists at the same moment.
  const pacedNotices = paced<EventStream>(stream => send(stream, frame('sessions_changed', {})))

  function remove(stream: EventStream): void {
    if (all.delete(stream)) deps.metrics?.count(eventStreams, {}, -1)
    mayHaveEnded.delete(stream)
    listChanged.delete(stream)
    pacedNotices.delete(stream)
    for (const id of [stream.sessionId, stream.userId]) bySubject.delete(id, stream)
    stream.turn.delete(stream)
  }

  function send({ body }: EventStream, text: string): void {
    if (body.readableLength > mostUnreadBytes) body.destroy()
    else body.push(text)
  }

  function end(stream: EventStream, last?: string): void {
    remove(stream)
    if (last !== undefined) stream.body.push(last)
    stream.body.push(null)
  }

  function changed(change: Change): void {
    if (change.what === 'everything') queue(all, all)
    else if (change.what === 'list') queue([], bySubject.of(change.userId))
    else if (change.what === 'user') queue(bySubject.of(change.id), bySubject.of(change.id))
    else {
      const own = [...bySubject.of(change.id)]
      const userId = change.userId ?? own[0]?.userId
      const others =
        userId === undefined ? [] : [...bySubject.of(userId)].filter(({ sessionId }) => sessionId !== change.id)
      queue(own, others)
    }
  }

  function queue(toCheck: Iterable<EventStream>, toTell: Iterable<EventStream>): void {
    for (const stream of toCheck) mayHaveEnded.add(stream)
    for (const stream of toTell) listChanged.add(stream)
    // One commit may announce several changes; they are handled together.
    setImmediate(() => void settle())
  }

  async function settle(): Promise<void> {
    if (isSettling) return
    isSettling = true
    for (let isAnswered = true; isAnswered && mayHaveEnded.size + listChanged.size > 0; ) {
      const [toCheck, toTell] = [mayHaveEnded, listChanged]
      mayHaveEnded = new Set()
      listChanged = new Set()
      isAnswered = await endEnded(toCheck)
      pacedNotices.add([...toTell].filter(stream => all.has(stream)))
    }
    isSettling = false
  }

  /** Ends the streams whose session has ended, with one query for all; returns false if the database did not answer. */
  async function endEnded(streams: ReadonlySet<EventStream>): Promise<boolean> {
    const bySession = new Map([...streams].map(stream => [stream.sessionId, stream]))
    try {
      for (const found of bySession.size > 0 ? await findSessions(deps.db, [...bySession.values()]) : []) {
        const reason = endReasonOf(found)
        for (const stream of [...bySubject.of(found.id)])
          if (reason !== null) end(stream, frame('session_ended', { reason }))
          // The token was exchanged: the owner reconnects with the new one, a thief of the old one cannot.
          else if (!isTokenOf(found, stream)) end(stream)
          else tellOfNew(stream, found)
      }
      return true
    } catch (err) {
      // The next turn asks again, within a second. An outage signs no one out, and delays an end only while it lasts.
      deps.log.warn({ err }, 'checking whether sessions have ended failed')
      for (const stream of streams) if (all.has(stream)) mayHaveEnded.add(stream)
      return false
    }
  }

  /** Another server may have started a session. It does not announce that. */
  function tellOfNew(stream: EventStream, { newestId }: Found): void {
    const isNew = stream.newestId !== undefined && stream.newestId !== newestId
    stream.newestId = newestId
    if (isNew) pacedNotices.add([stream])
  }

  function endReasonOf({ session, user }: Found): string | null {
    // In a deletion for good, the sessions go before the user.
    if (!user || (!session && user.deletedAt)) return 'account_deleted'
    return session ? endOf(session, user, deps.clock.now(), deps.settings.sessions) : 'signed_out'
  }

  const isTokenOf = ({ session }: Found, { tokenHash }: EventStream) =>
    session !== null && Buffer.compare(session.tokenHash, tokenHash) === 0

  /** Ends the oldest stream of a session or user that has reached its limit. */
  function makeRoom(id: string, most: number): void {
    const [oldest] = bySubject.of(id)
    if (oldest && bySubject.size(id) >= most) end(oldest)
  }

  const timer = setInterval(() => {
    const now = turnAt(nextTurn)
    nextTurn += 1
    for (const stream of now) send(stream, ping)
    queue(now, [])
  }, turnEveryMs).unref()
  const unwatch = deps.sessionCache.watch(changed)

  return {
    open({ session, user }, tokenHash) {
      if (isClosed || all.size >= mostStreams) throw unavailable()
      makeRoom(session.id, mostStreamsOfSession)
      makeRoom(user.id, mostStreamsOfUser)
      const body = new Readable({ read() {} })
      const turn = turnAt(nextTurn + turnsInRound - 1)
      const stream: EventStream = { sessionId: session.id, userId: user.id, tokenHash, body, turn }
      body.once('close', () => remove(stream))
      all.add(stream)
      deps.metrics?.count(eventStreams)
      for (const id of [session.id, user.id]) bySubject.add(id, stream)
      turn.add(stream)
      // Node sends the headers with the first byte.
      send(stream, ping)
      // An end since the guard's check was announced before this stream could receive it.
      queue([stream], [])
      return body
    },

    close() {
      isClosed = true
      clearInterval(timer)
      pacedNotices.close()
      unwatch()
      for (const stream of [...all]) end(stream)
    },
  }
}
