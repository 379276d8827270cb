import { Readable } from 'node:stream'
import type { Deps } from '../../../deps.ts'
import type { Principal } from '../../../platform/context.ts'
import { unavailable } from '../../../platform/errors.ts'
import type { Change } from '../cache/change.ts'
import { endOf } from '../lifetime.ts'
import { frame, ping } from './frames.ts'
import { groups } from './groups.ts'
import { paced } from './paced.ts'
import { type Found, findSessions } from './store.ts'

const mostStreams = 10_000
/** One for each tab of a browser that does not share them; a further one takes the place of the oldest. */
const mostStreamsOfSession = 10
/** So that nobody takes the streams of all others by signing in again and again. */
const mostStreamsOfUser = 30
/** Who reads no faster than this is cut off, and comes back. */
const mostUnreadBytes = 64 * 1024
/** Each stream has its turn once a round: a ping, and a look at whether its session expired. The server cuts what is silent for 15 s. */
const turnEveryMs = 1000
const turnsInRound = 10

interface EventStream {
  readonly sessionId: string
  readonly userId: string
  /** Of the token that it was opened by. */
  readonly tokenHash: Uint8Array
  readonly body: Readable
  /** Those whose turn it is with this one. */
  readonly turn: Set<EventStream>
}

export interface EventStreams {
  /**
   * Opens the stream of a session, for whoever holds the token of this hash.
   * @throws {ApiError} unavailable, where too many are open, or none is opened any more
   */
  open(principal: Principal, tokenHash: Uint8Array): Readable
  /** Ends every stream; browsers then look for another server. */
  close(): void
}

/** The open streams of this server: they hear what this server hears, and the database decides whether they end. */
export function openEventStreams(deps: Deps): EventStreams {
  const all = new Set<EventStream>()
  const bySubject = groups<EventStream>()
  const turns = Array.from({ length: turnsInRound }, () => new Set<EventStream>())
  const turnAt = (number: number) => turns[number % turnsInRound] as Set<EventStream>
  let nextTurn = 0
  /** Whose session may have ended, and who is to be told that the list changed. */
  let doubtful = new Set<EventStream>()
  let outdated = new Set<EventStream>()
  let isSettling = false
  let isClosed = false
  // After a gap it is everybody: their pages would all ask for their lists in the same moment.
  const telling = paced<EventStream>(stream => send(stream, frame('sessions_changed', {})))

  function remove(stream: EventStream): void {
    all.delete(stream)
    doubtful.delete(stream)
    outdated.delete(stream)
    telling.delete(stream)
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
    if (change.what === 'everything') doubt(all, all)
    else if (change.what === 'list') doubt([], bySubject.of(change.userId))
    else if (change.what === 'user') doubt(bySubject.of(change.id), bySubject.of(change.id))
    else {
      const own = [...bySubject.of(change.id)]
      const userId = change.userId ?? own[0]?.userId
      const others =
        userId === undefined ? [] : [...bySubject.of(userId)].filter(({ sessionId }) => sessionId !== change.id)
      doubt(own, others)
    }
  }

  function doubt(these: Iterable<EventStream>, those: Iterable<EventStream>): void {
    for (const stream of these) doubtful.add(stream)
    for (const stream of those) outdated.add(stream)
    // What one commit announces comes together, and is settled together.
    setImmediate(() => void settle())
  }

  async function settle(): Promise<void> {
    if (isSettling) return
    isSettling = true
    for (let isAnswered = true; isAnswered && doubtful.size + outdated.size > 0; ) {
      const [toCheck, toTell] = [doubtful, outdated]
      doubtful = new Set()
      outdated = new Set()
      isAnswered = await endEnded(toCheck)
      telling.add([...toTell].filter(stream => all.has(stream)))
    }
    isSettling = false
  }

  /** Ends those of these streams whose session has ended, by one query for all; false where the database did not answer. */
  async function endEnded(streams: ReadonlySet<EventStream>): Promise<boolean> {
    const bySession = new Map([...streams].map(stream => [stream.sessionId, stream]))
    try {
      for (const found of bySession.size > 0 ? await findSessions(deps.db, [...bySession.values()]) : []) {
        const reason = endReasonOf(found)
        for (const stream of [...bySubject.of(found.id)])
          if (reason !== null) end(stream, frame('session_ended', { reason }))
          // The token was exchanged: whose session it is comes back by the new one, and whoever stole the old one does not.
          else if (!isTokenOf(found, stream)) end(stream)
      }
      return true
    } catch (err) {
      // Asked again within a second: an outage signs nobody out, and hides no end for longer than it lasts.
      deps.log.warn({ err }, 'looking whether sessions have ended failed')
      for (const stream of streams) if (all.has(stream)) doubtful.add(stream)
      return false
    }
  }

  function endReasonOf({ session, user }: Found): string | null {
    if (!user) return 'account_deleted'
    return session ? endOf(session, user, deps.clock.now(), deps.settings.sessions) : 'signed_out'
  }

  const isTokenOf = ({ session }: Found, { tokenHash }: EventStream) =>
    session !== null && Buffer.compare(session.tokenHash, tokenHash) === 0

  /** Ends the oldest stream of a session, or of a person, that has as many as it may. */
  function makeRoom(id: string, most: number): void {
    const [oldest] = bySubject.of(id)
    if (oldest && bySubject.size(id) >= most) end(oldest)
  }

  const timer = setInterval(() => {
    const now = turnAt(nextTurn)
    nextTurn += 1
    for (const stream of now) send(stream, ping)
    doubt(now, [])
  }, turnEveryMs).unref()
  const unwatch = deps.sessionCache.watch(changed)

  return {
    open({ session, user }, tokenHash) {
      if (isClosed || all.size >= mostStreams) throw unavailable()
      makeRoom(session.id, mostStreamsOfSession)
      makeRoom(user.id, mostStreamsOfUser)
      const body = new Readable({ read() {} })
      const turn = turnAt(nextTurn + turnsInRound - 1)
      const stream = { sessionId: session.id, userId: user.id, tokenHash, body, turn }
      body.once('close', () => remove(stream))
      all.add(stream)
      for (const id of [session.id, user.id]) bySubject.add(id, stream)
      turn.add(stream)
      // The head leaves with the first byte.
      send(stream, ping)
      // What ended the session since the guard looked was told to nobody.
      doubt([stream], [])
      return body
    },

    close() {
      isClosed = true
      clearInterval(timer)
      telling.close()
      unwatch()
      for (const stream of [...all]) end(stream)
    },
  }
}
