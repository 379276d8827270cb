import type { Transaction } from '@latchkey/database/client'
import type { Session, User } from '@latchkey/database/models'
import * as z from 'zod/mini'
import { recordEvent, recordEvents } from '../audit/service.ts'
import { confirmSession } from '../confirmation/service.ts'
import type { Place } from '../crypto/hasher.ts'
import type { Deps } from '../deps.ts'
import { findKnownDevice, recogniseClient, recogniseDevice } from '../devices/service.ts'
import { ApiError } from '../errors.ts'
import { type Counters, guess } from '../limits/service.ts'
import { Circumstances, circumstancesOf, notify } from '../notices/service.ts'
import { jobKind } from '../outbox/outbox.ts'
import { keepVerified, verifyPassword, verifyPasswordOf } from '../passwords/service.ts'
import type { Origin, PresentedToken, Principal } from '../principal.ts'
import { createSession, type SessionRequest } from '../sessions/service.ts'
import { lockEnabledUser } from '../users/service.ts'

/** So many wrong passwords in a row that it is to be refused, to strangers or to everybody, and its owner to know. */
export const passwordGuessed = jobKind(
  'password guessed',
  z.extend(Circumstances, { email: z.string(), by: z.enum(['strangers', 'owner']) }),
)

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
 * @throws {ApiError} invalid_credentials, the same for an unknown address, a wrong password, a disabled and a deleted account;
 *   rate_limited; unavailable
 */
export async function signIn(
  deps: Deps,
  credentials: { email: string; password: string },
  client: Client,
): Promise<Started & { user: User }> {
  const { email } = credentials
  const { ip, userAgent, requestId } = client
  const deviceId = await findKnownDevice(deps, email, client.deviceToken)
  // Strangers who guess use up what strangers may, never what the owner's own browsers may.
  const counters: Counters =
    deviceId === null
      ? { 'sign-in to an address': email, 'sign-in from a network': ip }
      : { 'sign-in from a known browser': deviceId }
  const guesser = { email, by: deviceId === null ? 'strangers' : 'owner', ip, userAgent, requestId } as const
  return guessPassword(deps, counters, guesser, place => signInBy(deps, credentials, client, place))
}

interface Guesser extends Origin {
  /** Whose password it is. */
  email: string
  by: 'strangers' | 'owner'
  ip: string
}

/**
 * Lets somebody guess at a password. After a hundred wrong ones in a row nobody may go on (NIST SP 800-63B-4 section 3.2.2). Strangers
 * have one half of them, so that they take the password from strangers only; the owner's browsers and sessions have the other. Whether
 * or not anybody has the address, the same is counted and done; only a job finds out. Each wrong one from the last on adds that job, so
 * nothing hangs on one of them, and only the first job has anything to do.
 * @throws {ApiError} rate_limited; whatever `work` throws
 */
export async function guessPassword<T>(
  deps: Deps,
  counters: Counters,
  { email, by, ...origin }: Guesser,
  work: (place: Place) => Promise<T>,
): Promise<T> {
  const inARow = by === 'strangers' ? 'failures of strangers' : 'failures of the owner'
  return guess(deps, { ...counters, [inARow]: email }, async isEnough => {
    // Taken before it is heard: a password that is chosen meanwhile is not the one that was guessed at.
    const circumstances = circumstancesOf(deps, origin)
    try {
      return await work({ ip: origin.ip, knownAs: by === 'owner' ? email : null })
    } catch (error) {
      const isWrong = error instanceof ApiError && error.code === 'invalid_credentials'
      if (isWrong && isEnough)
        await deps.db.$transaction(tx => deps.outbox.add(tx, passwordGuessed, { email, by, ...circumstances }))
      throw error
    }
  })
}

async function signInBy(
  deps: Deps,
  { email, password }: { email: string; password: string },
  client: Client,
  place: Place,
): Promise<Started & { user: User }> {
  const verified = await verifyPassword(deps, email, password, place)
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
 *   rate_limited; session_ended or invalid_token where the session was ended or rotated meanwhile
 */
export async function confirm(
  deps: Deps,
  { user, session }: Principal,
  presented: PresentedToken,
  password: string,
  origin: Origin & { ip: string },
): Promise<{ token: string; confirmedUntil: Date }> {
  const facts = { userId: user.id, address: user.email, sessionId: session.id, ...origin }
  const refusal = async () => {
    await recordEvent(deps, deps.db, 'confirm_failed', facts)
    return new ApiError('invalid_credentials', { fields: { password: 'This is not your password.' } })
  }
  const guesser = { email: user.email, by: 'owner', ...origin } as const
  const confirmed = await guessPassword(deps, { 'password in a session': session.id }, guesser, async place => {
    const verified = await verifyPasswordOf(deps, user.id, password, place)
    const confirmed =
      verified &&
      (await deps.db.$transaction(async tx => {
        if (!(await lockEnabledUser(tx, user.id)) || !(await keepVerified(tx, verified))) return null
        await recordEvent(deps, tx, 'confirmed', facts)
        return confirmSession(deps, tx, { id: session.id, token: presented.token })
      }))
    if (!confirmed) throw await refusal()
    return confirmed
  })
  deps.liveSessions.forget([session.id])
  return confirmed
}
