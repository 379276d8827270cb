import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { isOlder, type Moment, thisMoment } from '@latchkey/contracts/platform/moment'
import { beat, CHANGES_CHANNEL, dropHeartbeat, type Heartbeat, type Witness } from '@latchkey/database/heartbeat'
import { type ListenHandlers, type Listening, listen } from '@latchkey/database/listen'
import type { Timelines } from '@latchkey/database/primary'
import type { Clock } from '../../../platform/clock.ts'
import type { Log } from '../../../platform/http/log.ts'
import type { Change } from './change.ts'
import { deafnessAlarm } from './deafness-alarm.ts'
import type { Lease } from './lease.ts'
import { queueAlarm } from './queue-alarm.ts'

const beatEveryMs = 250
/** Much shorter than the hour for which the database remembers unannounced changes. */
const longestSilenceMs = 60_000
/** How long a listening connection that leads to another server than the pool is kept. Then both are opened again. */
const splitWaitMs = 5_000
const probeWaitMs = 1_000
/** On a busy machine one probe may arrive late. Behind a pooler none arrives. */
const lostProbesToReport = 2
/** From this usage of the queue on, nothing is announced. */
const unannouncedFrom = 0.5

interface Subject {
  readonly lease: Lease
  readonly clock: Clock
  readonly log: Log
  /** Of the pool. */
  readonly timelines: Timelines
  /** Reads the last beat through the pool. */
  readBeat(replica: string): Promise<Witness>
  /** Announces a beat of this name through the pool. */
  sendProbe(probe: string): Promise<unknown>
  /** Calls `promoted` when another server of the address became the primary. Returns a function that stops it. */
  watchPromotions(promoted: () => void): () => Promise<void>
  /** Drops the pooled connections: they may lead to another server than the new listening connection. */
  recycle(): void
  changed(change: Change): void
}

/**
 * Receives the database's announcements, and renews the lease by beats: a row that is written and announced in one transaction. A
 * received beat proves that everything committed before it was received, and that the primary can still commit. The pool must find
 * the beat too: the sessions that it reads and ends may otherwise be on another server, which announces nothing here. And once on each
 * connection a beat must arrive that the pool sent while nothing else happens there. A pooler that shares connections passes
 * notifications on only during a query: its own beats arrive, and revocations are lost.
 * While the queue of notifications is half full, nothing is announced. Each beat then reads whether anything changed, and the
 * lease ends, so that every request asks the database.
 * Returns a function that stops it.
 */
export function followAnnouncements(url: string, subject: Subject): () => Promise<void> {
  const replica = randomUUID()
  /** Continues across connections: an abandoned beat may still be announced, and must not count as a later one. */
  let number = 0
  let received = 0
  /** The last beat that was answered. */
  let answered = 0
  let current: Listening | undefined
  const watchQueue = queueAlarm(subject.log)
  let isReported = false
  let probe: { name: string; heard(): void } | undefined
  /** In a row. */
  let lostProbes = 0
  const deafness = deafnessAlarm(subject.log)
  /** Whether the connection that is being opened may lead to a former primary. */
  let isOutdated = false

  function notified(payload: string): void {
    const [kind, id, more] = payload.split(' ')
    if (kind === 'beat') {
      if (id === replica) received = Number(more)
      if (id === probe?.name) probe?.heard()
    } else if (kind === 'session' && id !== undefined) subject.changed({ what: 'session', id, userId: more })
    else if (kind === 'user' && id !== undefined) subject.changed({ what: 'user', id })
    // `*`, or a kind from a newer version: any entry may be affected.
    else subject.changed({ what: 'everything' })
  }

  /**
   * Renews the lease by a beat that was sent at `at` and answered, when the pool found the beat before. It must also have been received on
   * the current listening connection. Its announcement comes before its answer.
   */
  function renewLease(listening: Listening, at: Moment): void {
    if (received !== number || listening !== current) return
    subject.lease.renew(at)
    isReported = false
    deafness.clear()
  }

  /** Gives up a connection whose beats the pool does not find. Later, both are opened again. */
  async function leave(listening: Listening): Promise<void> {
    if (!isReported)
      subject.log.error(
        { event: 'database_split' },
        'DATABASE_URL and DATABASE_DIRECT_URL lead to different servers, so every request asks the database: let both lead to the primary',
      )
    isReported = true
    await setTimeout(splitWaitMs, undefined, { ref: false })
    listening.abandon()
  }

  /** Whether an announcement arrives while this connection is idle. */
  async function hearsWhileIdle(): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const name = randomUUID()
    probe = { name, heard: () => resolve(true) }
    try {
      await subject.sendProbe(name)
    } catch (error) {
      deafness.report(error)
      return false
    }
    const hears = await Promise.race([promise, setTimeout(probeWaitMs, false, { ref: false })])
    lostProbes = hears ? 0 : lostProbes + 1
    if (lostProbes === lostProbesToReport)
      subject.log.error(
        { event: 'announcements_lost' },
        'no announcement of the database arrives, so every request asks it: set DATABASE_DIRECT_URL to the database itself, without a pooler',
      )
    return hears
  }

  async function keepBeating(listening: Listening): Promise<void> {
    let last: { at: Moment; snapshot: string } | undefined
    let isProven = false
    let wasTrusted = subject.clock.isTrusted()
    for (let wasSplit = false; listening === current; await setTimeout(beatEveryMs)) {
      const at = thisMoment()
      number += 1
      const written = answered
      // At the same time, so that the lease does not wait for two answers in a row. It finds this beat, or the one before.
      const reading = subject.readBeat(replica).catch(() => undefined)
      let sent: Heartbeat
      try {
        if (last && isOlder(last.at, longestSilenceMs, at)) return listening.abandon()
        sent = await beat(listening, replica, number, last?.snapshot)
      } catch (error) {
        if (listening === current) deafness.report(error)
        return listening.abandon()
      }
      answered = number
      const answeredAt = performance.now()
      subject.lease.heard(at)
      last = { at, snapshot: sent.snapshot }
      watchQueue(sent.queueUsage)
      if (sent.missed) subject.changed({ what: 'everything' })
      // While the pool is away, the lease runs out.
      const read = await reading
      const isSplit = read !== undefined && read.server !== sent.server
      if (isSplit) subject.lease.end()
      // Twice, because a restart of the server between the two looks the same.
      if (isSplit && wasSplit) return leave(listening)
      wasSplit = isSplit
      if (read === undefined || (read.number ?? 0) < written || isSplit) continue
      subject.clock.sync(sent.now, at.monotonic, answeredAt)
      const isTrusted = subject.clock.isTrusted()
      // A session that is deleted after it expired is not announced, and by the wrong clock it may have expired.
      if (isTrusted && !wasTrusted) subject.changed({ what: 'everything' })
      wasTrusted = isTrusted
      isProven ||= sent.queueUsage < unannouncedFrom && (await hearsWhileIdle())
      if (!isProven) continue
      // Only after the clock is set, so that no expired session counts as live, and after what was missed is forgotten.
      renewLease(listening, at)
    }
  }

  /** Leaves the former primary at once. It may still answer, and even commit, if it was not stopped. */
  function turnToNewPrimary(): void {
    subject.lease.end()
    subject.recycle()
    isOutdated = current === undefined
    if (current === undefined) return
    subject.log.warn(
      { event: 'primary_changed' },
      'another server of DATABASE_URL is the primary now: its connections are opened anew',
    )
    current.abandon()
  }

  const stopWatching = subject.watchPromotions(turnToNewPrimary)
  const handlers: ListenHandlers = {
    connected(listening) {
      if (isOutdated) {
        isOutdated = false
        return listening.abandon()
      }
      current = listening
      subject.lease.end()
      subject.recycle()
      subject.changed({ what: 'everything' })
      void keepBeating(listening)
    },
    notified,
    lost() {
      current = undefined
      subject.lease.end()
    },
    failed: deafness.report,
  }
  const stopListening = listen(url, CHANGES_CHANNEL, handlers, subject.timelines)
  return async () => {
    const last = current
    current = undefined
    if (last) await dropHeartbeat(last, replica).catch(() => undefined)
    await Promise.all([stopWatching(), stopListening()])
  }
}
