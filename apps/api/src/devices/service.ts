import { createHmac } from 'node:crypto'
import type { Transaction } from '@latchkey/database/client'
import { type Facts, recordEvent } from '../audit/service.ts'
import { mintToken, readToken } from '../crypto/token.ts'
import type { Deps } from '../deps.ts'
import * as store from './store.ts'

export interface RecognisedDevice {
  readonly id: string
  /** Whether it has signed this person in before. */
  readonly isKnown: boolean
  /** For a browser to keep; whatever keeps no cookie gets none. */
  readonly token: string | null
}

/**
 * The browser that signs somebody in, by the token that it presents; one that is new to this person becomes known. It may
 * have signed others in: its token names it, and each person has a row of their own for it. Needs the person's row locked.
 */
export async function recogniseDevice(
  deps: Deps,
  tx: Transaction,
  { userId, presented, now }: { userId: string; presented: string | undefined; now: Date },
): Promise<RecognisedDevice> {
  const keys = deps.keys('device token')
  const reading = presented === undefined ? null : readToken(keys, presented)
  const device = reading && (await store.see(tx, userId, reading.hash, now))
  if (presented !== undefined && reading && device)
    return { id: device.id, isKnown: true, token: reading.resigned ?? presented }
  // Whoever copied a token that was revoked must not be taken for the owner's browser again.
  const isUsable = presented !== undefined && reading !== null && !(await store.find(tx, userId, reading.hash))
  const { token, hash } = isUsable ? { token: reading.resigned ?? presented, hash: reading.hash } : mintToken(keys)
  const { id } = await store.insert(tx, userId, hash, now)
  return { id, isKnown: false, token }
}

/** The browser by which whoever has this address has signed in before; of anybody else's it says nothing. */
export async function findKnownDevice(
  deps: Deps,
  email: string,
  presented: string | undefined,
): Promise<RecognisedDevice['id'] | null> {
  const reading = presented === undefined ? null : readToken(deps.keys('device token'), presented)
  const device = reading && (await store.findKnown(deps.db, email, reading.hash))
  return device?.id ?? null
}

/**
 * The API client that signs somebody in, by where it is and what it calls itself: it keeps no cookie to tell. One that was
 * revoked is new once, and then known again, for there is nothing else that it could be known by. Needs the person's row locked.
 */
export async function recogniseClient(
  deps: Deps,
  tx: Transaction,
  { userId, ip, userAgent, now }: { userId: string; ip: string; userAgent: string | undefined; now: Date },
): Promise<RecognisedDevice> {
  const marks = deps.keys('device token').map(key => markOf(key, ip, userAgent ?? ''))
  const [mark] = marks
  if (!mark) throw new Error('There is no key to know clients by.')
  const found = await store.findByAny(tx, userId, marks)
  // While secrets are rotated, servers with either key may have made one each.
  const device = found.find(({ tokenHash }) => mark.equals(tokenHash)) ?? found[0]
  if (!device) return { id: (await store.insert(tx, userId, mark, now)).id, isKnown: false, token: null }
  await store.welcome(tx, device.id, mark, now)
  return { id: device.id, isKnown: device.revokedAt === null, token: null }
}

/** Under a key, since whoever has the table could try out all addresses there are. */
const markOf = (key: Buffer, ip: string, userAgent: string) =>
  createHmac('sha256', key)
    .update(JSON.stringify([ip, userAgent]))
    .digest()

/** Whose, and in which circumstances, as the event tells it. */
type Revocation = Facts & { readonly userId: string }

/**
 * Makes all browsers and clients of a person new to them again, but the one excepted: by its cookie a thief would go on guessing as the
 * owner does, and nobody would be told of the next sign-in. Needs their row locked.
 */
export async function revokeDevices(
  deps: Deps,
  tx: Transaction,
  facts: Revocation,
  { except = null }: { except?: string | null } = {},
): Promise<void> {
  const which = except === null ? {} : { id: { not: except } }
  if ((await store.revoke(tx, { userId: facts.userId, ...which }, deps.clock.now())) > 0)
    await recordEvent(deps, tx, 'devices_revoked', facts)
}

/** The same for the one of a session that was revoked; the one that asks stays known, which another session may share. */
export async function revokeDeviceOf(
  deps: Deps,
  tx: Transaction,
  { deviceId }: { deviceId: string | null },
  facts: Revocation,
  asking: { deviceId: string | null } | null = null,
): Promise<void> {
  if (deviceId === null || deviceId === asking?.deviceId) return
  if ((await store.revoke(tx, { userId: facts.userId, id: deviceId }, deps.clock.now())) > 0)
    await recordEvent(deps, tx, 'devices_revoked', { ...facts, deviceId })
}
