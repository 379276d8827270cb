import type { Transaction } from '@latchkey/database/client'
import type { Session, User } from '@latchkey/database/models'
import { recordEvent, recordEvents } from '../audit/service.ts'
import type { Deps } from '../deps.ts'
import { recogniseClient, recogniseDevice } from '../devices/service.ts'
import { ApiError } from '../errors.ts'
import { notify } from '../notices/service.ts'
import { keepVerified, verifyPassword, verifyPasswordOf } from '../passwords/service.ts'
import type { Origin, PresentedToken, Principal } from '../principal.ts'
import { confirmSession, createSession, type SessionRequest } from '../sessions/service.ts'
import { lockEnabledUser } from '../users/service.ts'

export interface Client
  extends Pick<SessionRequest, 'delivery' | 'remembered' | 'ip' | 'userAgent' | 'requestId' | 'replacedToken'> {
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
 * @throws {ApiError} invalid_credentials, the same for an unknown address, a wrong password, a disabled and a deleted account
 */
export async function signIn(
  deps: Deps,
  credentials: { email: string; password: string },
  client: Client,
): Promise<Started & { user: User }> {
  const verified = await verifyPassword(deps, credentials.email, credentials.password)
  if (!verified) throw new ApiError('invalid_credentials')
  const { user } = verified

  const started = await deps.db.$transaction(async tx => {
    // Hashing took a while: who was disabled, or changed the password meanwhile, gets nothing by the old one.
    const locked = await lockEnabledUser(tx, user.id)
    if (!locked || !(await keepVerified(tx, verified))) return null
    const { isKnown, ...session } = await startSession(deps, tx, locked, client)
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
  { id: userId, email: address }: Pick<User, 'id' | 'email'>,
  { deviceToken: presented, ...client }: Client,
): Promise<Started & { isKnown: boolean }> {
  const whose = { userId, now: deps.clock.now() }
  const device =
    client.delivery === 'cookie'
      ? await recogniseDevice(deps, tx, { ...whose, presented })
      : await recogniseClient(deps, tx, { ...whose, ip: client.ip, userAgent: client.userAgent })
  const started = await createSession(deps, tx, { ...client, userId, deviceId: device.id, methods: ['pwd'] })
  const { ip, userAgent, requestId } = client
  const facts = { userId, address, sessionId: started.session.id, deviceId: device.id, ip, userAgent, requestId }
  const kinds = device.isKnown ? (['signed_in'] as const) : (['device_added', 'signed_in'] as const)
  await recordEvents(
    deps,
    tx,
    kinds.map(kind => ({ kind, ...facts })),
  )
  return { ...started, deviceToken: device.token, isKnown: device.isKnown }
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
  origin: Origin,
): Promise<{ token: string; confirmedUntil: Date }> {
  const facts = { userId: user.id, address: user.email, sessionId: session.id, ...origin }
  const refusal = async () => {
    await recordEvent(deps, deps.db, 'confirm_failed', facts)
    return new ApiError('invalid_credentials', { fields: { password: 'This is not your password.' } })
  }
  const verified = await verifyPasswordOf(deps, user.id, password)
  if (!verified) throw await refusal()

  const confirmed = await deps.db.$transaction(async tx => {
    const allowed = (await lockEnabledUser(tx, user.id)) && (await keepVerified(tx, verified))
    if (!allowed) return null
    await recordEvent(deps, tx, 'confirmed', facts)
    return confirmSession(deps, tx, { id: session.id, token: presented.token })
  })
  if (!confirmed) throw await refusal()
  deps.liveSessions.forget([session.id])
  return confirmed
}
