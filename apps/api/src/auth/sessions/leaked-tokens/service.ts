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
 * Ends the session of a token that was found in public, and mails its owner. Returns the session, or null if the token has no live one.
 * Anyone may call it: a finder could use the token to sign out as well. A made-up token costs no query.
 */
export async function endLeakedToken(
  deps: Deps,
  context: RequestContext,
  token: string,
): Promise<{ sessionId: string; userId: string } | null> {
  const found = await findByToken(deps, token)
  if (!found) return null
  // The finder's address is not stored or shown to the owner.
  const nowhere = { ...context, ip: null, userAgent: null }
  return changeAccount(deps, nowhere, found.userId, async account => {
    const session = await store.find(account.tx, found.id)
    if (!session || !isLiving(account, session)) return null
    await endSession(account, session, 'leaked')
    await record(account, { kind: 'token_leaked', sessionId: session.id })
    // The leak may include the device cookie of the same browser.
    await revokeDeviceOf(account, session)
    // The address of the session, which its owner may recognise.
    await notify(account, leakedTokenNotices.found, { where: session })
    return { sessionId: session.id, userId: session.userId }
  })
}
