import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { beat, dropHeartbeat, type Heartbeat } from '@latchkey/database/heartbeat'
import { type Listening, listen } from '@latchkey/database/listen'
import { changesChannel } from '@latchkey/database/technical'
import type { Clock } from '../../../platform/clock.ts'
import type { Change } from './change.ts'
import { type Lease, type Moment, thisMoment } from './lease.ts'

const beatEveryMs = 250

interface Subject {
  readonly lease: Lease
  readonly clock: Clock
  /** Lets go of the pooled connections: they may lead to where the listening one no longer does. */
  recycle(): void
  changed(change: Change): void
}

/**
 * Hears what the database announces, and renews the lease by beats: a row that is written and announced in one transaction. To
 * hear a beat is to have heard all that was committed before it was sent, and to know a primary that can still commit.
 * Returns what ends it.
 */
export function followAnnouncements(url: string, subject: Subject): () => Promise<void> {
  const replica = randomUUID()
  /** Counts on across connections: a beat that was given up may still be announced, and must not be taken for a later one. */
  let number = 0
  let heard = 0
  let current: Listening | undefined

  function notified(payload: string): void {
    const [kind, id, more] = payload.split(' ')
    if (kind === 'beat') {
      if (id === replica) heard = Number(more)
    } else if (kind === 'session' && id !== undefined) subject.changed({ what: 'session', id, userId: more })
    else if (kind === 'user' && id !== undefined) subject.changed({ what: 'user', id })
    // `*`, or a newer version's word: it may have meant any of ours.
    else subject.changed({ what: 'everything' })
  }

  /**
   * Renews the lease by a beat that was sent at `at` and answered. Only here: the beat must have been heard, on the connection that listens
   * now. Its announcement comes before its answer.
   */
  function renewLease(listening: Listening, at: Moment): void {
    if (heard === number && listening === current) subject.lease.renew(at)
  }

  async function keepBeating(listening: Listening): Promise<void> {
    while (listening === current) {
      const at = thisMoment()
      number += 1
      try {
        const { now }: Heartbeat = await beat(listening, replica, number)
        subject.clock.sync(now, at.monotonic, performance.now())
        // The clock is right by now, so what expired is not taken for living.
        renewLease(listening, at)
      } catch {
        return listening.abandon()
      }
      await setTimeout(beatEveryMs)
    }
  }

  const stopListening = listen(url, changesChannel, {
    connected(listening) {
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
  })
  return async () => {
    const last = current
    current = undefined
    if (last) await dropHeartbeat(last, replica).catch(() => undefined)
    await stopListening()
  }
}
