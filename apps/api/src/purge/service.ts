import type { Database } from '@latchkey/database/client'
import { trimEvents } from '../audit-chain/service.ts'
import type { Deps } from '../deps.ts'
import * as store from './store.ts'

const dayMs = 86_400_000

/**
 * What is deleted, and how many days after it came to its end. A session that ended by idling stays until its time would have been over
 * anyway, and these days: its row looks alive, and deleting such a one is announced to every server.
 */
const rules: readonly (readonly [
  name: string,
  days: number,
  deleteBatch: (db: Database, until: Date, now: Date) => Promise<number>,
])[] = [
  // With the password that somebody chose for it.
  ['signUps', 0, store.deleteSignUps],
  ['limits', 0, store.deleteLimits],
  ['challenges', 14, store.deleteChallenges],
  // For as long as they are shown.
  ['sessions', 30, store.deleteSessions],
  // For as long as the mail's button undoes it, and a thief's deletion takes no day from whose address they had changed before.
  ['users', 7, store.deleteUsers],
  // For as long as its cookie lives: a revoked token is not taken for a new one.
  ['devices', 400, store.deleteDevices],
  // Not deleted: where a request came from that belongs to nobody, who could not ask to have it forgotten.
  ['addressesOfNobody', 30, store.eraseEventsOfNobody],
  // Their own went with them; a request that was under way then wrote these.
  ['addressesOfTheDeleted', 0, store.eraseLateEvents],
]

/** For all of it: with a batch under way at its end it is below the time that a job may take. What is left is left for the next time. */
const runForMs = 20_000

/** Deletes, in small batches, what has come to its end and is of no more use. */
export async function purge(deps: Deps): Promise<void> {
  const { db, clock, log, settings } = deps
  const begun = performance.now()
  const now = clock.now()
  const deleted: Record<string, number> = {}
  for (const [name, days, deleteBatch] of rules)
    for (let count = store.batchSize; count === store.batchSize && performance.now() - begun < runForMs; ) {
      count = await deleteBatch(db, new Date(now.getTime() - days * dayMs), now)
      if (count > 0) deleted[name] = (deleted[name] ?? 0) + count
    }
  const leftMs = runForMs - (performance.now() - begun)
  const trimmed = await trimEvents(deps, new Date(now.getTime() - settings.auditRetentionDays * dayMs), leftMs)
  if (trimmed > 0) deleted.auditEvents = trimmed
  if (Object.keys(deleted).length > 0) log.info({ deleted }, 'purged')
}
