import type { Transaction } from '@latchkey/database/client'
import type { Challenge } from '@latchkey/database/models'
import type { KeyPurpose } from '../crypto/keys.ts'
import { mintToken, readToken } from '../crypto/token.ts'
import type { Deps } from '../deps.ts'
import * as store from './store.ts'

/** What a mailed secret may be for, and whose key signs it: a link for one purpose is none for another. */
const purposes = {
  sign_up: 'sign-up link',
  reset: 'reset link',
  email_change: 'address link',
  not_me: 'not-me link',
} as const satisfies Record<string, KeyPurpose>

export type Purpose = keyof typeof purposes

/** Opens a challenge and answers its secret, which stands nowhere else: the database holds its SHA-256. */
export async function openChallenge(
  deps: Deps,
  tx: Transaction,
  purpose: Purpose,
  challenge: { userId: string; address: string; lifetimeMs: number; payload?: object },
): Promise<{ id: string; secret: string }> {
  const { userId, address, lifetimeMs, payload = {} } = challenge
  const now = deps.clock.now()
  const { token: secret, hash: secretHash } = mintToken(deps.keys(purposes[purpose]))
  const expiresAt = new Date(now.getTime() + lifetimeMs)
  const { id } = await store.insert(tx, { purpose, userId, address, secretHash, payload, createdAt: now, expiresAt })
  return { id, secret }
}

/**
 * Opens a challenge whose secret is still to be made: by `giveSecret`, when its mail is about to go. So what was asked last
 * is known at once, however late a job runs.
 */
export async function askForChallenge(
  deps: Deps,
  tx: Transaction,
  purpose: Purpose,
  { lifetimeMs, ...challenge }: { userId: string; address: string; lifetimeMs: number },
): Promise<string> {
  const now = deps.clock.now()
  const expiresAt = new Date(now.getTime() + lifetimeMs)
  const { id } = await store.insert(tx, { purpose, ...challenge, payload: {}, createdAt: now, expiresAt })
  return id
}

/** A challenge that still waits for its secret, or for its mail to be sent once more; null where it is closed. */
export const findAsked = (deps: Deps, purpose: Purpose, id: string): Promise<Challenge | null> =>
  store.findOpenById(deps.db, purpose, id, deps.clock.now())

/** Makes the secret of a challenge, in place of one made before; null where it was closed meanwhile. */
export async function giveSecret(deps: Deps, purpose: Purpose, { id }: Pick<Challenge, 'id'>): Promise<string | null> {
  const { token, hash } = mintToken(deps.keys(purposes[purpose]))
  return (await store.setSecret(deps.db, id, hash, deps.clock.now())) ? token : null
}

/** The open challenge of this secret, left open; null for a secret that is forged, used, expired or for something else. */
export async function findChallenge(deps: Deps, purpose: Purpose, secret: string): Promise<Challenge | null> {
  const reading = readToken(deps.keys(purposes[purpose]), secret)
  return reading && store.findOpen(deps.db, purpose, reading.hash, deps.clock.now())
}

/** Closes a challenge that was found; false where somebody else was first, or time was. Do nothing then. */
export const closeChallenge = (deps: Deps, tx: Transaction, { id }: Pick<Challenge, 'id'>): Promise<boolean> =>
  store.close(tx, id, deps.clock.now())

/** Closes whatever is open of these purposes for a person. */
export const voidChallenges = (deps: Deps, tx: Transaction, userId: string, which: readonly Purpose[]) =>
  store.closeAllOfUser(tx, userId, which, deps.clock.now())
