import type { Delivery } from '@latchkey/contracts/auth/sessions'
import type { Session, User } from '@latchkey/database/models'
import type { BrowserTokens } from '../../platform/context.ts'
import type { LockedAccount, NewAccount } from '../account/change-account.ts'
import { record } from '../audit-log/service.ts'
import { isMultiFactor, type Method, withAssurance } from '../factors/assurance.ts'
import { type ArrivingIdentity, useIdentity } from '../identities/identity.ts'
import { type Counters, countAction } from '../limits/attempts.ts'
import { cancelReset } from '../lost-factors/requests.ts'
import { notify } from '../notices/service.ts'
import type { DeviceToken } from '../sessions/device-cookie.ts'
import { isTrusted, type KnownDevice, recogniseDevice, trustDevice } from '../sessions/devices.ts'
import { startSession } from '../sessions/start-session.ts'
import { signInNotices } from './letters.ts'
import { leaveUnfinished, type Unfinished } from './unfinished.ts'

interface Entry {
  /** How the person proved who they are (RFC 8176). */
  readonly methods: readonly Method[]
  readonly delivery: Delivery
  readonly remembered: boolean
  /** The browser that signs in; null for an API client. */
  readonly browser: BrowserTokens | null
  /** The known device that it was when the request began. */
  readonly seen?: KnownDevice | null
  /** Asks for no second factor in this browser for 30 days. */
  readonly trustsBrowser?: boolean
  /** The account at a provider that proved the person, or that is linked now that they have proven more. */
  readonly identity?: ArrivingIdentity | null
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
 * linter enforces it). If a second factor is missing, there is no session: the sign-in stays unfinished until one is proven, and ends
 * here again. A sign-in on a new device is reported to the person by mail.
 * @throws {ApiError} rate_limited, if the account is signed in to again and again
 */
export function enter(account: NewAccount, entry: Entry): Promise<SignedIn>
export function enter(account: LockedAccount, entry: Entry): Promise<SignedIn | Unfinished>
export async function enter(account: LockedAccount, entry: Entry): Promise<SignedIn | Unfinished> {
  if (await needsSecondFactor(account, entry)) {
    // Counted apart: who only knows the password must not use up the owner's sign-ins.
    await countAction(account, { 'unfinished sign-in': entry.seen?.id ?? account.user.id })
    await record(account, 'second_factor_asked')
    return leaveUnfinished(account, { ...entry, methods: [...entry.methods] })
  }
  return begin(account, entry)
}

/**
 * A new account has no factor. One without a second factor costs no query here: its row says so. To link an account at a provider the
 * factor is asked for in a trusted browser too, as for every other change of the ways to sign in.
 */
const needsSecondFactor = async (account: LockedAccount, { methods, browser, identity }: Entry): Promise<boolean> =>
  account.user.secondFactorSince != null &&
  !isMultiFactor(methods) &&
  (identity?.id === null || !(await isTrusted(account, browser)))

async function begin(
  account: LockedAccount,
  { methods, delivery, remembered, browser, seen = null, trustsBrowser = false, identity = null }: Entry,
): Promise<SignedIn> {
  const device = await recogniseDevice(account, browser, seen)
  if (!account.isNew) await countAction(account, entryCounters(account, device.isKnown ? device : null))
  const origin = identity ? await useIdentity(account, identity) : undefined
  // They still have a factor, so they have not lost every one. One that only a provider asked for is none of these.
  const isOwnFactor = isMultiFactor(methods) && !isMultiFactor(identity?.methods ?? [])
  if (account.user.secondFactorSince && isOwnFactor) await cancelReset(account)
  if (trustsBrowser && browser) await trustDevice(account, device.id)
  const started = await startSession(account, {
    methods: withAssurance(methods),
    delivery,
    remembered,
    deviceId: device.id,
    replacedToken: browser?.session,
    origin,
  })
  const about = { sessionId: started.session.id, deviceId: device.id }
  if (device.isKnown) await record(account, { kind: 'signed_in', ...about })
  else await record(account, { kind: 'device_added', ...about }, { kind: 'signed_in', ...about })
  if (!device.isKnown && !account.isNew) await notify(account, signInNotices.signedIn, { detail: methods.join(' ') })
  return { ...started, user: account.user, device: device.issued }
}

const entryCounters = ({ user }: LockedAccount, known: { id: string } | null): Counters =>
  known ? { 'sign-in on a known device': known.id } : { 'sign-in on a new device': user.id }
