import type { EndReason } from '@latchkey/contracts/auth/sessions'
import type { Deps } from '../../deps.ts'
import { batchSize } from '../../platform/jobs/purge.ts'
import { recordEvents } from '../audit-log/service.ts'
import { voidAllChallenges } from '../challenges/service.ts'
import { mailedLinks } from './end-access.ts'
import * as store from './store.ts'

/**
 * Ends every session and every mailed link of everybody, as an admin: a restored backup brings back those that had ended. Returns how
 * many sessions. Known browsers stay known. No account is locked: the next batch ends what starts meanwhile.
 */
export async function revokeAllSessions(deps: Deps): Promise<number> {
  await voidAllChallenges(deps, mailedLinks)
  let revoked = 0
  for (let count = batchSize; count === batchSize; revoked += count) count = await revokeBatch(deps)
  return revoked
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
