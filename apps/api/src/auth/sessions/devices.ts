import { createHmac } from 'node:crypto'
import type { Deps } from '../../deps.ts'
import type { BrowserTokens } from '../../platform/context.ts'
import { mintToken, readToken } from '../../platform/crypto/token.ts'
import type { LockedAccount } from '../account/change-account.ts'
import { record } from '../audit-log/service.ts'
import * as store from './device-store.ts'

export interface RecognisedDevice {
  readonly id: string
  /** Whether it has signed this person in before. */
  readonly isKnown: boolean
  /** For a browser to keep; an API client gets none. */
  readonly token: string | null
}

/** The device by which whoever has this address has signed in before; of anybody else's it says nothing. */
export async function findKnownDevice(deps: Deps, email: string, token: string | undefined): Promise<string | null> {
  const reading = token === undefined ? null : readToken(deps.keys('device token'), token)
  const device = reading && (await store.findKnown(deps.db, email, reading.hash))
  return device?.id ?? null
}

/** The browser, or else the API client, that the account's person uses. One that is new to them becomes known. */
export const recogniseDevice = (account: LockedAccount, browser: BrowserTokens | null): Promise<RecognisedDevice> =>
  browser ? recogniseBrowser(account, browser.device) : recogniseClient(account)

/**
 * By the token in its cookie. It may have signed others in: the token names the browser, and each person has a row of their own for it.
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
  // A thief who copied a token that was revoked must not be taken for the owner's browser again.
  const given = giveToken(keys, isRevoked ? undefined : token)
  const { id } = await store.insert(tx, user.id, given.hash, now)
  return { id, isKnown: false, token: given.token }
}

/** The token that a browser keeps once it is known: the one it has from somebody else's sign-in, or a new one. */
function giveToken(keys: readonly Buffer[], usable: string | undefined) {
  const reading = usable === undefined ? null : readToken(keys, usable)
  return usable !== undefined && reading ? { token: reading.resigned ?? usable, hash: reading.hash } : mintToken(keys)
}

/**
 * By where it is and what it calls itself: it keeps no cookie to tell. One that was revoked is new once, and then known again, for there
 * is nothing else that it could be known by.
 */
async function recogniseClient({ deps, tx, user, now, context }: LockedAccount): Promise<RecognisedDevice> {
  const marks = deps.keys('device token').map(key => markOf(key, context.ip ?? '', context.userAgent ?? ''))
  const [mark] = marks
  if (!mark) throw new Error('There is no key to know clients by.')
  const found = await store.findByAny(tx, user.id, marks)
  // While secrets are rotated, servers with either key may have made one each.
  const device = found.find(({ tokenHash }) => mark.equals(tokenHash)) ?? found[0]
  if (!device) return { id: (await store.insert(tx, user.id, mark, now)).id, isKnown: false, token: null }
  await store.restore(tx, device.id, mark, now)
  return { id: device.id, isKnown: device.revokedAt === null, token: null }
}

/** Under a key, since whoever has the table could try out all addresses there are. */
const markOf = (key: Buffer, ip: string, userAgent: string) =>
  createHmac('sha256', key)
    .update(JSON.stringify([ip, userAgent]))
    .digest()

/**
 * Makes the account's devices new to it again, but the one excepted: by its cookie a thief would go on guessing as the owner does, and
 * nobody would be told of the next sign-in.
 */
export async function revokeDevices(
  account: LockedAccount,
  { except = null }: { except?: string | null } = {},
): Promise<void> {
  const { tx, user, now } = account
  const which = except === null ? {} : { id: { not: except } }
  if ((await store.revoke(tx, { userId: user.id, ...which }, now)) > 0) await record(account, 'devices_revoked')
}

/** The same for the device of one session. */
export async function revokeDeviceOf(
  account: LockedAccount,
  { id: sessionId, deviceId }: { id: string; deviceId: string | null },
): Promise<void> {
  const { tx, user, now } = account
  if (deviceId !== null && (await store.revoke(tx, { userId: user.id, id: deviceId }, now)) > 0)
    await record(account, { kind: 'devices_revoked', sessionId, deviceId })
}
