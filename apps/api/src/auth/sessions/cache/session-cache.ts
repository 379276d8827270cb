import { hash } from 'node:crypto'
import { type Connections, openConnections } from '@latchkey/database/client'
import { readHeartbeat, sendProbe } from '@latchkey/database/heartbeat'
import { watchPromotions } from '@latchkey/database/primary'
import type { Clock } from '../../../platform/clock.ts'
import type { PresentedToken, Principal } from '../../../platform/context.ts'
import type { Keys } from '../../../platform/crypto/keys.ts'
import { readToken, type TokenReading } from '../../../platform/crypto/token.ts'
import { ApiError } from '../../../platform/errors.ts'
import type { Log } from '../../../platform/http/log.ts'
import type { Settings } from '../../../platform/settings/settings.ts'
import { lastSeenPrecisionMs } from '../lifetime.ts'
import { rememberAnnounced } from './announced.ts'
import { followAnnouncements } from './announcements.ts'
import type { Change, Watcher } from './change.ts'
import { errorOf, isStillRefused, type LiveEntry, type Refusal, readEntry, touch } from './entry.ts'
import { indexedCache } from './indexed-cache.ts'
import { gatherLastSeen } from './last-seen.ts'
import { createLease, type Lease } from './lease.ts'
import { shareQueries } from './shared-queries.ts'
import { findSession, type SessionRow } from './store.ts'

const mostRefusals = 10_000
/** A new connection shows where DATABASE_URL leads now. Old ones may stay with a former primary. */
const witnessLifetimeSeconds = 60

/** The principal, and the token signed with the current key if an older one had signed it. */
export interface Authenticated {
  readonly principal: Principal
  readonly resigned?: string | undefined
}

/** Finds the session and user of a token, without a query while the lease holds. */
export interface SessionCache {
  /** Answers from memory, or returns undefined. Without `isUse` the last-seen time stays unchanged. */
  find(presented: PresentedToken, isUse?: boolean): Authenticated | undefined
  /**
   * Reads the session from the database.
   * @throws {ApiError} invalid_token; session_ended with the reason; unavailable
   */
  load(presented: PresentedToken, isUse?: boolean): Promise<Authenticated>
  /** Forgets sessions or users after a change to them is committed. Only functions that change their rows call it, by `afterCommit`. */
  forget(ids: Iterable<string>): void
  /**
   * Tells this server's watchers that a user has a new session: the database does not announce new rows. Streams of other servers see it
   * at their next check.
   */
  announceNew(userId: string): void
  /** Whether it hears every announcement: what it told its watchers so far is all that was committed up to a second ago. */
  hears(): boolean
  /** Calls `watcher` for every announced change; returns a function that stops it. */
  watch(watcher: Watcher): () => void
  /**
   * Starts to receive announcements from the database at `directUrl`. Until then every request queries it. `url` is where the pool leads:
   * one more connection there reads the beats, so that requests that wait for the pool do not delay it.
   */
  follow(directUrl: string, url: string): void
  /** How many sessions are in memory, and how long ago the lease was renewed and the database answered a beat. */
  state(): { readonly entries: number } & ReturnType<Lease['ages']>
  /** Writes the last-seen times collected so far. */
  flush(): Promise<void>
  close(): Promise<void>
}

interface CacheDeps {
  readonly settings: Pick<Settings, 'sessions' | 'sessionCacheSize' | 'requiresSecondFactor'>
  readonly connections: Connections
  readonly tokenKeys: Keys
  readonly clock: Clock
  readonly log: Log
}

/** Opens an empty cache. It answers from memory only after `follow`. */
export function openSessionCache({ settings, connections, tokenKeys, clock, log }: CacheDeps): SessionCache {
  const limits = settings.sessions
  const lease = createLease()
  const announced = rememberAnnounced()
  const live = indexedCache<LiveEntry>(settings.sessionCacheSize)
  const refusals = indexedCache<Refusal>(mostRefusals)
  const queries = shareQueries<LiveEntry>()
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
      // The answer may be older than the announcement: right for the requests that wait, but not for later ones.
      if (isLastTry) queries.close(key)
      const fill = announced.begin()
      try {
        const asked = performance.now()
        const row = await findSession(connections, reading.hash)
        if (row) clock.sync(row.now, asked, performance.now())
        const isCertain = row === null ? fill.isUntouched() : fill.isUntouched(row.id, row.userId)
        // If the session changed during the query, ask once more. If it changed again, answer without caching.
        if (isCertain || isLastTry) return keep(key, lastSeen.applyTo(row), delivery, reading, isCertain)
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
    const read = readEntry(row, delivery, reading.resigned !== undefined, clock.now(), settings)
    live.delete(key)
    if ('refusal' in read) {
      if (isCertain) refusals.set(key, read.refusal)
      throw errorOf(read.refusal)
    }
    const entry = read.live
    if (isCertain) live.set(key, entry)
    return entry
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
      // Forged and mistyped tokens are refused here, without a query.
      const reading = readToken(tokenKeys, presented.token)
      if (reading === null) throw new ApiError('invalid_token')
      const key = keyOf(presented)
      const refusal = refusals.get(key)
      if (refusal !== undefined && isStillRefused(refusal, clock.now())) throw errorOf(refusal)

      const entry = await queries.join(key, () => ask(key, presented, reading))
      return use(entry, clock.now(), presented.token, isUse)
    },

    forget(ids) {
      for (const id of ids) forget(id)
    },

    announceNew: userId => changed({ what: 'list', userId }),

    hears: lease.holds,

    watch(watcher) {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },

    follow(directUrl, url) {
      const { timelines } = connections
      const witness = openConnections(url, { poolSize: 1, lifetimeSeconds: witnessLifetimeSeconds, timelines })
      const stop = followAnnouncements(directUrl, {
        ...{ lease, clock, log, changed, timelines },
        readBeat: replica => readHeartbeat(witness, replica),
        sendProbe: probe => sendProbe(witness, probe),
        watchPromotions: promoted => watchPromotions([directUrl, url], timelines, promoted),
        recycle() {
          connections.recycle()
          witness.recycle()
        },
      })
      const stopWatching = connections.failWhileSilent(directUrl)
      unfollow = async () => {
        await Promise.all([stop(), stopWatching()])
        await witness.close()
      }
    },

    state: () => ({ entries: live.size, ...lease.ages() }),

    flush: lastSeen.flush,

    async close() {
      await unfollow()
      lease.end()
      await lastSeen.flush()
    },
  }
}

// A hash, so that a memory dump signs no one in. The delivery is part of it.
const keyOf = ({ token, delivery }: PresentedToken) => hash('sha256', `${delivery} ${token}`, 'binary')
