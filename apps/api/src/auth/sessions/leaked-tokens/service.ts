import type { Deps } from '../../../deps.ts'
import type { RequestContext } from '../../../platform/context.ts'
import { changeAccount } from '../../account/change-account.ts'
import { record } from '../../audit-log/service.ts'
import { notify } from '../../notices/service.ts'
import { revokeDeviceOf } from '../devices.ts'
import { findByToken } from '../find-by-token.ts'
import { endSession, isLiving } from '../lifecycle.ts'
import * as store from '../store.ts'
import { leakedTokenNotices } from './letters.ts'

/**
 * Ends the session of a token that somebody found in public, and tells its owner; answers which, or null where no session lives by
 * it. Anybody may call it: whoever has the token could sign it out as well. A made-up one costs no query.
 */
export async function endLeakedToken(
  deps: Deps,
  context: RequestContext,
  token: string,
): Promise<{ sessionId: string; userId: string } | null> {
  const found = await findByToken(deps, token)
  if (!found) return null
  // Where the finder is concerns nobody.
  const nowhere = { ...context, ip: null, userAgent: null }
  return changeAccount(deps, nowhere, found.userId, async account => {
    const session = await store.find(account.tx, found.id)
    if (!session || !isLiving(account, session)) return null
    await endSession(account, session, 'leaked')
    await record(account, { kind: 'token_leaked', sessionId: session.id })
    // Whatever gave the token away had the cookie of its browser too.
    await revokeDeviceOf(account, session)
    // Where the session was, which its owner may know.
    await notify(account, leakedTokenNotices.found, { where: session })
    return { sessionId: session.id, userId: session.userId }
  })
}
