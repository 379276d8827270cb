import type { ActivityKind } from '@latchkey/contracts/activity-kinds'
import type { EndReason } from '@latchkey/contracts/auth/sessions'
import type { Transaction } from '@latchkey/database/client'
import type { Deps } from '../../deps.ts'
import { batchSize } from '../../platform/jobs/purge.ts'
import { recordEvents } from '../audit-log/service.ts'
import { voidAllChallenges } from '../challenges/service.ts'
import * as devices from './device-store.ts'
import { mailedLinks, unfinished } from './end-access.ts'
import * as store from './store.ts'

/**
 * Ends every session, mailed link, unfinished sign-in and known device of everybody, as an admin: a restored backup brings back those
 * that had ended. With a device and an old password, a thief could sign in again without a mail to the owner, and on a trusted one
 * without the second factor. Returns how many sessions. No account is locked: the next batch ends what starts meanwhile.
 */
export async function revokeAllSessions(deps: Deps): Promise<number> {
  await voidAllChallenges(deps, [...mailedLinks, ...unfinished])
  await inBatches(deps, 'devices_revoked', tx => devices.revokeNext(tx, deps.clock.now()))
  let revoked = 0
  for (let count = batchSize; count === batchSize; revoked += count) count = await revokeBatch(deps)
  return revoked
}

/**
 * Changes the rows of everybody in batches, until a batch finds none, and records it once for each person of a batch. `change` returns
 * whose rows it changed. Returns how many people.
 */
export async function inBatches(
  deps: Deps,
  kind: ActivityKind,
  change: (tx: Transaction) => Promise<{ userId: string | null }[]>,
): Promise<number> {
  const everybody = new Set<string>()
  for (let count = 1; count > 0; )
    count = await deps.db.$transaction(async tx => {
      const changed = await change(tx)
      const people = new Set(changed.flatMap(({ userId }) => userId ?? []))
      await recordEvents(
        deps,
        tx,
        [...people].map(userId => ({ kind, userId })),
      )
      for (const userId of people) everybody.add(userId)
      return changed.length
    })
  return everybody.size
}

async function revokeBatch(deps: Deps): Promise<number> {
  const ended = await deps.db.$transaction(async tx => {
    const ended = await store.revokeNext(tx, deps.clock.now(), 'revoked_by_admin' satisfies EndReason)
    await recordEvents(
      deps,
      tx,
      ended.map(({ id, userId }) => ({ kind: 'session_revoked_by_admin', userId, sessionId: id })),
    )
    return ended
  })
  deps.sessionCache.forget(ended.map(({ id }) => id))
  return ended.length
}
