import type { Transaction } from '@latchkey/database/client'
import { mintToken, readToken } from '../crypto/token.ts'
import type { Deps } from '../deps.ts'
import * as store from './store.ts'

export interface RecognisedDevice {
  readonly id: string
  /** Whether this browser has signed this person in before. */
  readonly isKnown: boolean
  /** For the browser to keep. */
  readonly token: string
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
  const device = reading && (await store.find(tx, userId, reading.hash))
  if (presented !== undefined && reading && device?.revokedAt === null) {
    await store.see(tx, device.id, now)
    return { id: device.id, isKnown: true, token: reading.resigned ?? presented }
  }
  // Whoever copied a token that was revoked must not be taken for the owner's browser again.
  const isUsable = presented !== undefined && reading !== null && device === null
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

/** Makes every browser of a person new to them again. */
export const revokeDevices = (deps: Deps, tx: Transaction, userId: string) =>
  store.revokeAll(tx, userId, deps.clock.now())
