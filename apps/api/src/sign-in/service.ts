import type { Session, User } from '@latchkey/database/models'
import type { Deps } from '../deps.ts'
import { ApiError } from '../errors.ts'
import { keepVerified, verifyPassword, verifyPasswordOf } from '../passwords/service.ts'
import type { PresentedToken, Principal } from '../principal.ts'
import { confirmSession, createSession, type SessionRequest } from '../sessions/service.ts'
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
  deps.liveSessions.announceNew(user.id)
  return { ...started, user }
}

/**
 * Proves the person of a session once more: for ten minutes it may do what is sensitive, by a new token.
 * @throws {ApiError} invalid_credentials, the same for a wrong password, none, and a person who may not be here any more;
 *   session_ended or invalid_token where the session was ended or rotated meanwhile
 */
export async function confirm(
  deps: Deps,
  { user, session }: Principal,
  presented: PresentedToken,
  password: string,
): Promise<{ token: string; confirmedUntil: Date }> {
  const refusal = () => new ApiError('invalid_credentials', { fields: { password: 'This is not your password.' } })
  const verified = await verifyPasswordOf(deps, user.id, password)
  if (!verified) throw refusal()

  const confirmed = await deps.db.$transaction(async tx => {
    const allowed = (await lockEnabledUser(tx, user.id)) && (await keepVerified(tx, verified))
    return allowed ? confirmSession(deps, tx, { id: session.id, token: presented.token }) : null
  })
  if (!confirmed) throw refusal()
  deps.liveSessions.forget([session.id])
  return confirmed
}
