import { createHmac, type KeyObject } from 'node:crypto'
import type { Deps } from '../../deps.ts'
import { networkOf } from '../../platform/client.ts'
import type { BrowserTokens } from '../../platform/context.ts'
import { mintToken } from '../../platform/crypto/token.ts'
import type { LockedAccount } from '../account/change-account.ts'
import { record } from '../audit-log/service.ts'
import { type DeviceToken, readDeviceTokens } from './device-cookie.ts'
import type { KnownDevice } from './device-store.ts'
import * as store from './device-store.ts'

export type { KnownDevice }

export interface RecognisedDevice {
  readonly id: string
  /** Whether this user has signed in with it before. */
  readonly isKnown: boolean
  /** A browser's new token; null for an API client. */
  readonly issued: DeviceToken | null
}

/** The device in this cookie that has signed in to the account with this address, or null. */
export async function findKnownDevice(
  deps: Deps,
  email: string,
  cookie: string | undefined,
): Promise<KnownDevice | null> {
  const held = hashesIn(deps, cookie)
  return held.length > 0 ? store.findKnown(deps.prepared, email, held) : null
}

/** The device in this cookie that has signed in to any account, or null. For requests that name no person. */
export async function findDeviceOfAnyone(deps: Deps, cookie: string | undefined): Promise<KnownDevice | null> {
  const held = hashesIn(deps, cookie)
  return held.length > 0 ? store.findKnownOfAnyone(deps.prepared, held) : null
}

/**
 * Finds the browser or the API client that signs in to the account. A new one becomes known. `seen` is what `findKnownDevice` found
 * when the request began.
 */
export const recogniseDevice = (
  account: LockedAccount,
  browser: BrowserTokens | null,
  seen: KnownDevice | null = null,
): Promise<RecognisedDevice> => (browser ? recogniseBrowser(account, browser.device, seen) : recogniseClient(account))

/**
 * Finds a browser by the tokens in its cookie. It always gets a new token, made for this person: another person may have read the
 * cookie before, and a token that they know must not become this person's. Of two sign-ins at once in one browser, as after a double
 * click, the first replaces the token of both. The second is known too, if its token was good when its request began.
 */
async function recogniseBrowser(
  account: LockedAccount,
  cookie: string | undefined,
  seen: KnownDevice | null,
): Promise<RecognisedDevice> {
  const { deps, tx, prepared, user, now } = account
  const held = hashesIn(deps, cookie)
  const { token, hash } = mintToken(deps.keys('device token'))
  const known =
    held.length > 0 ? await store.renewHeld(prepared, { userId: user.id, held, hash, orRevoked: false }, now) : null
  if (known) return { id: known.id, isKnown: true, issued: { token, replaces: known.formerHash } }
  if (seen?.userId === user.id && (await store.findKnownById(tx, seen.id))) {
    await store.renew(tx, seen.id, hash, now)
    return { id: seen.id, isKnown: true, issued: { token, replaces: seen.tokenHash } }
  }
  const { id } = await store.insert(tx, user.id, hash, now)
  return { id, isKnown: false, issued: { token, replaces: null } }
}

/** Gives the browser of a session a new token. A copy of the former one is worth nothing from then on. Null if it is not known. */
export async function renewDeviceOf(
  { deps, tx, now }: LockedAccount,
  { deviceId }: { deviceId: string | null },
): Promise<DeviceToken | null> {
  const known = deviceId === null ? null : await store.findKnownById(tx, deviceId)
  if (!known) return null
  const { token, hash } = mintToken(deps.keys('device token'))
  await store.renew(tx, known.id, hash, now)
  return { token, replaces: known.tokenHash }
}

/** The id of a session's device; null if it has none, or the session is gone. */
export const findDeviceOf = (deps: Deps, sessionId: string): Promise<string | null> =>
  store.findOfSession(deps.db, sessionId)

const hashesIn = (deps: Deps, cookie: string | undefined) =>
  readDeviceTokens(deps.keys('device token'), cookie).map(({ hash }) => hash)

/**
 * Finds an API client by its network and user agent, as it keeps no cookie. The addresses of one IPv6 network change often. A revoked
 * client counts as new once, then as known.
 */
async function recogniseClient({ deps, tx, prepared, user, now, context }: LockedAccount): Promise<RecognisedDevice> {
  const marks = deps
    .keys('device token')
    .map(key => markOf(key, context.ip === null ? '' : networkOf(context.ip), context.userAgent ?? ''))
  const [mark] = marks
  if (!mark) throw new Error('There is no key to recognise API clients with.')
  // During a rotation of APP_SECRET, servers with the old and the new key may each have added a row.
  const client = await store.renewHeld(prepared, { userId: user.id, held: marks, hash: mark, orRevoked: true }, now)
  if (client) return { id: client.id, isKnown: !client.wasRevoked, issued: null }
  return { id: (await store.insert(tx, user.id, mark, now)).id, isKnown: false, issued: null }
}

/** Keyed: anyone with the table could otherwise try every address. */
const markOf = (key: KeyObject, network: string, userAgent: string) =>
  createHmac('sha256', key)
    .update(JSON.stringify([network, userAgent]))
    .digest()

/**
 * Revokes the account's known devices, except one. A thief with a device's cookie would keep the owner's limit of attempts, and could
 * sign in without a mail to the owner. Returns how many there were.
 */
export async function revokeDevices(
  account: LockedAccount,
  { except = null }: { except?: string | null } = {},
): Promise<number> {
  const { tx, user, now } = account
  const which = except === null ? {} : { id: { not: except } }
  const revoked = await store.revoke(tx, { userId: user.id, ...which }, now)
  if (revoked > 0) await record(account, 'devices_revoked')
  return revoked
}

/** How long a browser is trusted: sign-ins there need no second factor. */
const trustedForMs = 30 * 86_400_000

/** Lets sign-ins in this browser do without a second factor for 30 days. */
export async function trustDevice(account: LockedAccount, deviceId: string): Promise<void> {
  const { tx, now } = account
  await store.setTrust(tx, deviceId, new Date(now.getTime() + trustedForMs))
  await record(account, { kind: 'device_trusted', deviceId })
}

/** Whether the person trusts the browser with these cookies. */
export async function isTrusted(
  { deps, tx, user, now }: LockedAccount,
  browser: BrowserTokens | null,
): Promise<boolean> {
  const held = hashesIn(deps, browser?.device)
  return held.length > 0 && (await store.findTrusted(tx, user.id, held, now)) !== null
}

/** Ends the trust in all browsers of the account. They stay known. */
export const endTrust = ({ tx, user }: LockedAccount) => store.distrust(tx, user.id)

/** Revokes the device of one session. */
export async function revokeDeviceOf(
  account: LockedAccount,
  { id: sessionId, deviceId }: { id: string; deviceId: string | null },
): Promise<void> {
  const { tx, user, now } = account
  if (deviceId !== null && (await store.revoke(tx, { userId: user.id, id: deviceId }, now)) > 0)
    await record(account, { kind: 'devices_revoked', sessionId, deviceId })
}
