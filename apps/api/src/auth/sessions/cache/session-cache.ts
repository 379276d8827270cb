import { hash } from 'node:crypto'
import type { Connections } from '@latchkey/database/client'
import type { Clock } from '../../../platform/clock.ts'
import type { PresentedToken, Principal } from '../../../platform/context.ts'
import { readToken, type TokenReading } from '../../../platform/crypto/token.ts'
import { ApiError, unavailable } from '../../../platform/errors.ts'
import type { Log } from '../../../platform/http/log.ts'
import type { Settings } from '../../../platform/settings/settings.ts'
import { lastSeenPrecisionMs } from '../lifetime.ts'
import { rememberAnnounced } from './announced.ts'
import { followAnnouncements } from './announcements.ts'
import type { Change, Watcher } from './change.ts'
import { errorOf, type LiveEntry, type Refusal, readEntry, touch } from './entry.ts'
import { indexedCache } from './indexed-cache.ts'
import { gatherLastSeen } from './last-seen.ts'
import { createLease, isOlder, type Moment, thisMoment } from './lease.ts'
import { findSession, type SessionRow } from './store.ts'

/** Questions to the database that may be under way at once; more would only wait for a connection. */
const mostQuestions = 1000
/** A request joins a question of another that began no longer ago, so that it is not answered from long before it came. */
const joinWithinMs = 500
const mostRefusals = 10_000

/** Who asks, and the token under today's key where an older one signed it. */
export interface Authenticated {
  readonly principal: Principal
  readonly resigned?: string | undefined
}

/** Which tokens speak for whom, without a query for as long as the database is heard. */
export interface SessionCache {
  /** Answers from memory, or not at all. What is no use of the session leaves it as unseen as it was. */
  find(presented: PresentedToken, isUse?: boolean): Authenticated | undefined
  /**
   * Asks the database.
   * @throws {ApiError} invalid_token; session_ended with the reason; unavailable
   */
  load(presented: PresentedToken, isUse?: boolean): Promise<Authenticated>
  /** Forgets sessions, or people, once a change to them is committed. Only what changes their row calls it, by `afterCommit`. */
  forget(ids: Iterable<string>): void
  /** Tells this server's watchers that a person has a session more: the database announces no new row. */
  announceNew(userId: string): void
  /** Calls `watcher` with whatever is heard to change; returns what ends that. */
  watch(watcher: Watcher): () => void
  /** Begins to hear what the database announces, at this address. Until then every request asks it. */
  follow(url: string): void
  /** Writes what was noted of when sessions were seen. */
  flush(): Promise<void>
  close(): Promise<void>
}

interface Surroundings {
  readonly settings: Pick<Settings, 'sessions' | 'sessionCacheSize'>
  readonly connections: Connections
  readonly tokenKeys: readonly Buffer[]
  readonly clock: Clock
  readonly log: Log
}

export function openSessionCache({ settings, connections, tokenKeys, clock, log }: Surroundings): SessionCache {
  const limits = settings.sessions
  const lease = createLease()
  const announced = rememberAnnounced()
  const live = indexedCache<LiveEntry>(settings.sessionCacheSize)
  const refusals = indexedCache<Refusal>(mostRefusals)
  const questions = new Map<string, { began: Moment; answer: Promise<LiveEntry> }>()
  let underWay = 0
  const lastSeen = gatherLastSeen(connections, log)
  const watchers = new Set<Watcher>()
  let unfollow = async () => {}

  function forget(id: string): void {
    announced.note(id)
    live.forget(id)
    refusals.forget(id)
  }

  function forgetAll(): void {
    announced.noteAll()
    live.clear()
    refusals.clear()
  }

  function changed(change: Change): void {
    if (change.what === 'everything') forgetAll()
    else if (change.what !== 'list') forget(change.id)
    for (const watcher of watchers) watcher(change)
  }

  function use(entry: LiveEntry, now: Date, token: string, isUse: boolean): Authenticated {
    if (isUse && now.getTime() - entry.seenAt >= lastSeenPrecisionMs) {
      touch(entry, now, limits)
      lastSeen.note(entry.sessionId, now)
    }
    const { principal } = entry
    return entry.isSignedByOldKey ? { principal, resigned: readToken(tokenKeys, token)?.resigned } : { principal }
  }

  async function ask(key: string, { delivery }: PresentedToken, reading: TokenReading): Promise<LiveEntry> {
    for (let isLastTry = false; ; isLastTry = true) {
      // Its answer may be from before the announcement: good enough for who asked, and for nobody who comes later.
      if (isLastTry) questions.delete(key)
      const fill = announced.begin()
      try {
        const asked = performance.now()
        const row = await findSession(connections, reading.hash)
        if (row) clock.sync(row.now, asked, performance.now())
        const isCertain = row === null ? fill.isUntouched() : fill.isUntouched(row.id, row.userId)
        // What changed while we asked is asked once more; what keeps changing is answered, and not kept.
        if (isCertain || isLastTry) return keep(key, withLaterSeen(row), delivery, reading, isCertain)
      } finally {
        fill.end()
      }
    }
  }

  function keep(
    key: string,
    row: SessionRow | null,
    delivery: PresentedToken['delivery'],
    reading: TokenReading,
    isCertain: boolean,
  ): LiveEntry {
    const read = readEntry(row, delivery, reading.resigned !== undefined, clock.now(), limits)
    live.delete(key)
    if ('refusal' in read) {
      if (isCertain) refusals.set(key, read.refusal)
      throw errorOf(read.refusal)
    }
    const entry = read.live
    if (isCertain) live.set(key, entry)
    return entry
  }

  /** What we have noted and not yet written counts too. */
  function withLaterSeen(row: SessionRow | null): SessionRow | null {
    const noted = row && lastSeen.waiting(row.id)
    return noted && noted > row.lastSeenAt ? { ...row, lastSeenAt: noted } : row
  }

  return {
    find(presented, isUse = true) {
      if (!lease.holds()) return undefined
      const entry = live.get(keyOf(presented))
      const now = clock.now()
      if (entry === undefined || now.getTime() >= Math.min(entry.expiresAt, entry.idleAt)) return undefined
      return use(entry, now, presented.token, isUse)
    },

    async load(presented, isUse = true) {
      // Forged and mistyped tokens end here, without a query.
      const reading = readToken(tokenKeys, presented.token)
      if (reading === null) throw new ApiError('invalid_token')
      const key = keyOf(presented)
      const refusal = refusals.get(key)
      if (refusal !== undefined && clock.now().getTime() < refusal.until) throw errorOf(refusal)

      let question = questions.get(key)
      if (question === undefined || isOlder(question.began, joinWithinMs)) {
        if (underWay >= mostQuestions) throw unavailable()
        underWay += 1
        question = { began: thisMoment(), answer: ask(key, presented, reading) }
        const { answer } = question
        questions.set(key, question)
        answer
          .catch(() => undefined)
          .finally(() => {
            underWay -= 1
            if (questions.get(key)?.answer === answer) questions.delete(key)
          })
      }
      return use(await question.answer, clock.now(), presented.token, isUse)
    },

    forget(ids) {
      for (const id of ids) forget(id)
    },

    announceNew: userId => changed({ what: 'list', userId }),

    watch(watcher) {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },

    follow(url) {
      unfollow = followAnnouncements(url, { lease, clock, recycle: connections.recycle, changed })
    },

    flush: lastSeen.flush,

    async close() {
      await unfollow()
      lease.end()
      await lastSeen.flush()
    },
  }
}

// A memory dump should sign nobody in either, so a token is known by its hash; how it travels is part of it.
const keyOf = ({ token, delivery }: PresentedToken) => hash('sha256', `${delivery} ${token}`, 'binary')
