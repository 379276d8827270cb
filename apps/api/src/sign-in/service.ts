import type { Session, User } from '@latchkey/database/models'
import type { Deps } from '../deps.ts'
import { ApiError } from '../errors.ts'
import { keepVerified, verifyPassword } from '../passwords/service.ts'
import { createSession, type SessionRequest } from '../sessions/service.ts'
import { lockEnabledUser } from '../users/service.ts'

type Client = Pick<SessionRequest, 'delivery' | 'remembered' | 'ip' | 'userAgent' | 'replacedToken'>

/**
 * Decides whether these credentials get a session.
 * @throws {ApiError} invalid_credentials, the same for an unknown address, a wrong password and a disabled account
 */
export async function signIn(
  deps: Deps,
  credentials: { email: string; password: string },
  client: Client,
): Promise<{ token: string; session: Session; user: User }> {
  const verified = await verifyPassword(deps, credentials.email, credentials.password)
  if (!verified) throw new ApiError('invalid_credentials')
  const { user } = verified

  const started = await deps.db.$transaction(async tx => {
    // Hashing took a while: who was disabled, or changed the password meanwhile, gets nothing by the old one.
    const allowed = (await lockEnabledUser(tx, user.id)) && (await keepVerified(tx, verified))
    return allowed ? createSession(deps, tx, { ...client, userId: user.id, methods: ['pwd'] }) : null
  })
  if (!started) throw new ApiError('invalid_credentials')
  deps.liveSessions.forget(started.ended)
  return { ...started, user }
}
