import type { Transaction } from '@latchkey/database/client'
import type { Session, User } from '@latchkey/database/models'
import type { Deps } from '../deps.ts'
import { findKnownDevice, recogniseDevice } from '../devices/service.ts'
import { ApiError } from '../errors.ts'
import { type Counters, guess } from '../limits/service.ts'
import { notify } from '../notices/service.ts'
import { keepVerified, verifyPassword, verifyPasswordOf } from '../passwords/service.ts'
import type { PresentedToken, Principal } from '../principal.ts'
import { confirmSession, createSession, hasBearerSessionFrom, type SessionRequest } from '../sessions/service.ts'
import { lockEnabledUser } from '../users/service.ts'

export interface Client extends Pick<SessionRequest, 'delivery' | 'remembered' | 'ip' | 'userAgent' | 'replacedToken'> {
  /** The token in the cookie by which the browser may be known. */
  readonly deviceToken: string | undefined
}

export interface Started {
  readonly token: string
  readonly session: Session
  /** For the browser to keep; an API client gets none. */
  readonly deviceToken: string | null
  /** Sessions that made room: forget them once the transaction is committed. */
  readonly ended: string[]
}

/**
 * Decides whether these credentials get a session. A sign-in from where the person has never been is told to them by mail.
 * @throws {ApiError} invalid_credentials, the same for an unknown address, a wrong password, a disabled and a deleted account;
 *   rate_limited; unavailable
 */
export async function signIn(
  deps: Deps,
  credentials: { email: string; password: string },
  client: Client,
): Promise<Started & { user: User }> {
  const counters = await countersOf(deps, credentials.email, client)
  return guess(deps, counters, () => signInBy(deps, credentials, client))
}

/** Strangers who guess use up what strangers may, never what the owner's own browsers may. */
async function countersOf(deps: Deps, email: string, { deviceToken, ip = '' }: Client): Promise<Counters> {
  const deviceId = await findKnownDevice(deps, email, deviceToken)
  if (deviceId !== null) return { 'sign-in from a known browser': deviceId }
  return { 'sign-in to an address': email, 'sign-in from a network': ip }
}

async function signInBy(
  deps: Deps,
  { email, password }: { email: string; password: string },
  client: Client,
): Promise<Started & { user: User }> {
  const verified = await verifyPassword(deps, email, password)
  if (!verified) throw new ApiError('invalid_credentials')
  const { user } = verified

  const started = await deps.db.$transaction(async tx => {
    // Hashing took a while: who was disabled, or changed the password meanwhile, gets nothing by the old one.
    const locked = await lockEnabledUser(tx, user.id)
    if (!locked || !(await keepVerified(tx, verified))) return null
    const { isKnown, ...session } = await startSession(deps, tx, user.id, client)
    if (!isKnown) {
      const { ip, userAgent } = client
      await notify(deps, tx, { userId: user.id, address: locked.email, kind: 'signed_in', ip, userAgent })
    }
    return session
  })
  if (!started) throw new ApiError('invalid_credentials')
  deps.liveSessions.forget(started.ended)
  deps.liveSessions.announceNew(user.id)
  return { ...started, user }
}

/** Starts the session of somebody who has proven themselves by a password. Needs their row locked. */
export async function startSession(
  deps: Deps,
  tx: Transaction,
  userId: string,
  { deviceToken: presented, ...client }: Client,
): Promise<Started & { isKnown: boolean }> {
  const now = deps.clock.now()
  const device = client.delivery === 'cookie' ? await recogniseDevice(deps, tx, { userId, presented, now }) : null
  const isKnown = device ? device.isKnown : await hasBearerSessionFrom(tx, { userId, ...client })
  const deviceId = device?.id ?? null
  const started = await createSession(deps, tx, { ...client, userId, deviceId, methods: ['pwd'] })
  return { ...started, deviceToken: device?.token ?? null, isKnown }
}

/**
 * Proves the person of a session once more: for ten minutes it may do what is sensitive, by a new token.
 * @throws {ApiError} invalid_credentials, the same for a wrong password, none, and a person who may not be here any more;
 *   rate_limited; session_ended or invalid_token where the session was ended or rotated meanwhile
 */
export async function confirm(
  deps: Deps,
  { user, session }: Principal,
  presented: PresentedToken,
  password: string,
): Promise<{ token: string; confirmedUntil: Date }> {
  const refusal = () => new ApiError('invalid_credentials', { fields: { password: 'This is not your password.' } })
  const confirmed = await guess(deps, { 'password in a session': session.id }, async () => {
    const verified = await verifyPasswordOf(deps, user.id, password)
    const confirmed =
      verified &&
      (await deps.db.$transaction(async tx => {
        const allowed = (await lockEnabledUser(tx, user.id)) && (await keepVerified(tx, verified))
        return allowed ? confirmSession(deps, tx, { id: session.id, token: presented.token }) : null
      }))
    if (!confirmed) throw refusal()
    return confirmed
  })
  deps.liveSessions.forget([session.id])
  return confirmed
}
