import { recordEvent } from '../audit/service.ts'
import { readToken } from '../crypto/token.ts'
import type { Deps } from '../deps.ts'
import { revokeDeviceOf } from '../devices/service.ts'
import { notify } from '../notices/service.ts'
import type { Origin } from '../principal.ts'
import { revokeByToken } from '../sessions/service.ts'

/**
 * Ends the session of a token that somebody found in public, and tells its owner; answers which, or null where no session lives by
 * it. Anybody may call it: whoever has the token could sign it out as well. A made-up one costs no query.
 */
export async function endLeakedToken(
  deps: Deps,
  token: string,
  { requestId }: Origin,
): Promise<{ sessionId: string; userId: string } | null> {
  if (!readToken(deps.keys('session token'), token)) return null
  const session = await deps.db.$transaction(async tx => {
    const revoked = await revokeByToken(deps, tx, token, 'leaked')
    if (!revoked) return null
    const { user, ip, userAgent } = revoked
    const facts = { userId: user.id, address: user.email, sessionId: revoked.id, requestId }
    await recordEvent(deps, tx, 'token_leaked', facts)
    // Whatever gave the token away had the cookie of its browser too.
    await revokeDeviceOf(deps, tx, revoked, facts)
    // Where the session was, which its owner may know; not where the finder is.
    await notify(deps, tx, {
      userId: user.id,
      address: user.email,
      kind: 'token_leaked',
      ip: ip ?? undefined,
      userAgent,
    })
    return revoked
  })
  if (!session) return null
  deps.liveSessions.forget([session.id])
  return { sessionId: session.id, userId: session.userId }
}
