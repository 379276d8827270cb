import { createHmac } from 'node:crypto'
import type { Deps } from '../../deps.ts'
import { networkOf } from '../../platform/client.ts'
import type { BrowserTokens } from '../../platform/context.ts'
import { mintToken, readToken } from '../../platform/crypto/token.ts'
import type { LockedAccount } from '../account/change-account.ts'
import { record } from '../audit-log/service.ts'
import * as store from './device-store.ts'

export interface RecognisedDevice {
  readonly id: string
  /** Whether this user has signed in with it before. */
  readonly isKnown: boolean
  /** The value of the browser's cookie; null for an API client. */
  readonly token: string | null
}

/** The device with this token that has signed in to the account with this address, or null. */
export async function findKnownDevice(deps: Deps, email: string, token: string | undefined): Promise<string | null> {
  const reading = token === undefined ? null : readToken(deps.keys('device token'), token)
  const device = reading && (await store.findKnown(deps.db, email, reading.hash))
  return device?.id ?? null
}

/** Finds the browser or the API client that signs in to the account. A new one becomes known. */
export const recogniseDevice = (account: LockedAccount, browser: BrowserTokens | null): Promise<RecognisedDevice> =>
  browser ? recogniseBrowser(account, browser.device) : recogniseClient(account)

/**
 * Finds a browser by the token in its cookie. Users who share a browser share its token; each has their own row.
 */
async function recogniseBrowser(
  { deps, tx, user, now }: LockedAccount,
  token: string | undefined,
): Promise<RecognisedDevice> {
  const keys = deps.keys('device token')
  const reading = token === undefined ? null : readToken(keys, token)
  const device = reading && (await store.touchKnown(tx, user.id, reading.hash, now))
  if (token !== undefined && reading && device)
    return { id: device.id, isKnown: true, token: reading.resigned ?? token }
  const isRevoked = reading !== null && (await store.find(tx, user.id, reading.hash)) !== null
  // A revoked token is never used again: a thief may have copied it.
  const given = giveToken(keys, isRevoked ? undefined : token)
  const { id } = await store.insert(tx, user.id, given.hash, now)
  return { id, isKnown: false, token: given.token }
}

/** The token for a new browser: the valid one that it has from another user's sign-in, or a new one. */
function giveToken(keys: readonly Buffer[], usable: string | undefined) {
  const reading = usable === undefined ? null : readToken(keys, usable)
  return usable !== undefined && reading ? { token: reading.resigned ?? usable, hash: reading.hash } : mintToken(keys)
}

/**
 * Finds an API client by its network and user agent, as it keeps no cookie. The addresses of one IPv6 network change often. A revoked
 * client counts as new once, then as known.
 */
async function recogniseClient({ deps, tx, user, now, context }: LockedAccount): Promise<RecognisedDevice> {
  const marks = deps
    .keys('device token')
    .map(key => markOf(key, context.ip === null ? '' : networkOf(context.ip), context.userAgent ?? ''))
  const [mark] = marks
  if (!mark) throw new Error('There is no key to recognise API clients with.')
  const found = await store.findByAny(tx, user.id, marks)
  // During a rotation of APP_SECRET, servers with the old and the new key may each have added a row.
  const device = found.find(({ tokenHash }) => mark.equals(tokenHash)) ?? found[0]
  if (!device) return { id: (await store.insert(tx, user.id, mark, now)).id, isKnown: false, token: null }
  await store.restore(tx, device.id, mark, now)
  return { id: device.id, isKnown: device.revokedAt === null, token: null }
}

/** Keyed: anyone with the table could otherwise try every address. */
const markOf = (key: Buffer, network: string, userAgent: string) =>
  createHmac('sha256', key)
    .update(JSON.stringify([network, userAgent]))
    .digest()

/**
 * Revokes the account's known devices, except one. A thief with a device's cookie would keep the owner's limit of attempts, and could
 * sign in without a mail to the owner.
 */
export async function revokeDevices(
  account: LockedAccount,
  { except = null }: { except?: string | null } = {},
): Promise<void> {
  const { tx, user, now } = account
  const which = except === null ? {} : { id: { not: except } }
  if ((await store.revoke(tx, { userId: user.id, ...which }, now)) > 0) await record(account, 'devices_revoked')
}

/** Revokes the device of one session. */
export async function revokeDeviceOf(
  account: LockedAccount,
  { id: sessionId, deviceId }: { id: string; deviceId: string | null },
): Promise<void> {
  const { tx, user, now } = account
  if (deviceId !== null && (await store.revoke(tx, { userId: user.id, id: deviceId }, now)) > 0)
    await record(account, { kind: 'devices_revoked', sessionId, deviceId })
}
