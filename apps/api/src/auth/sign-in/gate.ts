import type { Delivery } from '@latchkey/contracts/auth/sessions'
import type { Session, User } from '@latchkey/database/models'
import type { BrowserTokens } from '../../platform/context.ts'
import type { LockedAccount } from '../account/change-account.ts'
import { record } from '../audit-log/service.ts'
import { type Counters, countAction } from '../limits/attempts.ts'
import { notify } from '../notices/service.ts'
import type { DeviceToken } from '../sessions/device-cookie.ts'
import { type KnownDevice, type RecognisedDevice, recogniseDevice } from '../sessions/devices.ts'
import { startSession } from '../sessions/start-session.ts'
import { signInNotices } from './letters.ts'

interface Entry {
  /** How the person proved who they are (RFC 8176). */
  readonly methods: readonly string[]
  readonly delivery: Delivery
  readonly remembered: boolean
  /** The browser that signs in; null for an API client. */
  readonly browser: BrowserTokens | null
  /** The known device that it was when the request began. */
  readonly seen?: KnownDevice | null
}

export interface SignedIn {
  readonly user: User
  readonly session: Session
  readonly token: string
  /** The token that makes the browser known; an API client gets none. */
  readonly device: DeviceToken | null
}

/**
 * The gate: turns what a person has proven into a session. Every way to sign in ends here, and nothing else starts a session (the
 * linter enforces it). Check here whether `methods` are enough for the account, before anything else happens. If a factor is missing,
 * answer with an open challenge. A sign-in on a new device is reported to the person by mail.
 * @throws {ApiError} rate_limited, if the account is signed in to again and again
 */
export async function enter(
  account: LockedAccount,
  { methods, delivery, remembered, browser, seen = null }: Entry,
): Promise<SignedIn> {
  const device = await recogniseDevice(account, browser, seen)
  if (!account.isNew) await countAction(account, entryCounters(account, device))
  const started = await startSession(account, {
    ...{ methods, delivery, remembered },
    deviceId: device.id,
    replacedToken: browser?.session,
  })
  const about = { sessionId: started.session.id, deviceId: device.id }
  if (device.isKnown) await record(account, { kind: 'signed_in', ...about })
  else await record(account, { kind: 'device_added', ...about }, { kind: 'signed_in', ...about })
  if (!device.isKnown && !account.isNew) await notify(account, signInNotices.signedIn)
  return { ...started, user: account.user, device: device.issued }
}

const entryCounters = ({ user }: LockedAccount, { id, isKnown }: RecognisedDevice): Counters =>
  isKnown ? { 'sign-in on a known device': id } : { 'sign-in on a new device': user.id }
