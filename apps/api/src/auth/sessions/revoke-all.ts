import type { EndReason } from '@latchkey/contracts/auth/sessions'
import type { Deps } from '../../deps.ts'
import { batchSize } from '../../platform/jobs/purge.ts'
import { recordEvents } from '../audit-log/service.ts'
import { voidAllChallenges } from '../challenges/service.ts'
import * as devices from './device-store.ts'
import { mailedLinks } from './end-access.ts'
import * as store from './store.ts'

/**
 * Ends every session, mailed link and known device of everybody, as an admin: a restored backup brings back those that had ended. With
 * a device and an old password, a thief could sign in again without a mail to the owner. Returns how many sessions. No account is
 * locked: the next batch ends what starts meanwhile.
 */
export async function revokeAllSessions(deps: Deps): Promise<number> {
  await voidAllChallenges(deps, mailedLinks)
  for (let count = batchSize; count === batchSize; ) count = await revokeDevices(deps)
  let revoked = 0
  for (let count = batchSize; count === batchSize; revoked += count) count = await revokeBatch(deps)
  return revoked
}

async function revokeDevices(deps: Deps): Promise<number> {
  return deps.db.$transaction(async tx => {
    const revoked = await devices.revokeNext(tx, deps.clock.now())
    const people = new Set(revoked.map(({ userId }) => userId))
    await recordEvents(
      deps,
      tx,
      [...people].map(userId => ({ kind: 'devices_revoked', userId })),
    )
    return revoked.length
  })
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
