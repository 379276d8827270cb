import type { Transaction } from '@latchkey/database/client'
import type { Challenge } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import type { KeyPurpose } from '../../platform/crypto/keys.ts'
import { mintToken, readToken } from '../../platform/crypto/token.ts'
import type { LockedAccount, NewAccounts } from '../account/change-account.ts'
import * as store from './store.ts'

/** The purposes of mailed secrets, and of those that a page keeps, with the key that signs each. One is not valid for another. */
const purposes = {
  sign_up: 'sign-up link',
  reset: 'reset link',
  email_change: 'address link',
  cancel_email: 'cancel link',
  not_me: 'not-me link',
  keep: 'keep link',
  undo_deletion: 'undo of a deletion',
  factor_reset: 'factor reset',
  keep_factors: 'keep-factors link',
  sign_in: 'unfinished sign-in',
  passkey: 'passkey sign-in',
  add_passkey: 'new passkey',
  sign_up_passkey: 'sign-up by passkey',
  confirm: 'confirmation by passkey',
  email_code: 'email code',
  provider: 'way to a provider',
  link: 'link at sign-in',
  parked: 'parked answer',
  provider_code: 'code for an API client',
} as const satisfies Record<string, KeyPurpose>

export type Purpose = keyof typeof purposes

interface Opening {
  address: string
  lifetimeMs: number
  payload?: object
}

/** Opens a challenge for the account's person and returns its secret. The database stores only the SHA-256 of the secret. */
export async function openChallenge(
  { deps, tx, user, now }: LockedAccount,
  purpose: Purpose,
  { address, lifetimeMs, payload = {} }: Opening,
): Promise<{ id: string; secret: string }> {
  const { token: secret, hash: secretHash } = mintToken(deps.keys(purposes[purpose]))
  const expiresAt = new Date(now.getTime() + lifetimeMs)
  const opened = { purpose, userId: user.id, address, secretHash, payload, createdAt: now, expiresAt }
  const { id } = await store.insert(tx, opened)
  return { id, secret }
}

interface VisitorOpening {
  /** One that the payload is sealed for. Default: a new one. */
  id?: string
  address?: string
  lifetimeMs: number
  payload: object
}

/** Opens a challenge that knows no person yet, and returns its secret. */
export async function openVisitorChallenge(
  { db, keys, clock }: Deps,
  purpose: 'passkey' | 'sign_up_passkey' | 'provider' | 'link' | 'parked' | 'provider_code',
  { lifetimeMs, ...opening }: VisitorOpening,
): Promise<{ id: string; secret: string; expiresAt: Date }> {
  const now = clock.now()
  const { token: secret, hash: secretHash } = mintToken(keys(purposes[purpose]))
  const expiresAt = new Date(now.getTime() + lifetimeMs)
  const { id } = await store.insert(db, { purpose, ...opening, secretHash, createdAt: now, expiresAt })
  return { id, secret, expiresAt }
}

/**
 * Opens a challenge whose secret is made when it is mailed. Returns its id. Until then it can be closed like any other, so a late
 * mail cannot make it valid again.
 */
export async function prepareChallenge(
  { tx, user, now }: LockedAccount,
  purpose: Purpose,
  { address, lifetimeMs, payload = {}, createdAt = now }: Opening & { createdAt?: Date },
): Promise<string> {
  const expiresAt = new Date(createdAt.getTime() + lifetimeMs)
  const { id } = await store.insert(tx, { purpose, userId: user.id, address, payload, createdAt, expiresAt })
  return id
}

/** The newest open challenge of this purpose for a person. */
export const findNewestOf = (deps: Deps, purpose: Purpose, userId: string): Promise<Challenge | null> =>
  store.findNewestOpen(deps.db, { purpose, userId }, deps.clock.now())

/**
 * Everybody's open challenges of a purpose that end by `until`, the first to end first. `step`: only those whose payload says so. Each
 * comes once, so those that cannot go on keep no others from their turn.
 */
export async function* findEndingBy(
  deps: Deps,
  purpose: Purpose,
  which: { until: Date; step?: string },
): AsyncGenerator<Challenge> {
  const pageAfter = (after?: Challenge) => store.listEnding(deps.db, { purpose, ...which, after }, deps.clock.now())
  for (let page = await pageAfter(); page.length > 0; page = await pageAfter(page.at(-1))) yield* page
}

/** The account's own open challenge of this purpose. */
export const findOwn = ({ tx, user, now }: LockedAccount, purpose: Purpose): Promise<Challenge | null> =>
  store.findNewestOpen(tx, { purpose, userId: user.id }, now)

/** Whether this challenge is still open, now that its account is locked. */
export const isStillOpen = async (
  { tx, now }: LockedAccount,
  { id, purpose }: Pick<Challenge, 'id' | 'purpose'>,
): Promise<boolean> => (await store.findOpenById(tx, [purpose], id, now)) !== null

/** Whether the account's person has an open challenge of this purpose. */
export const isOpen = async (account: LockedAccount, purpose: Purpose): Promise<boolean> =>
  (await findOwn(account, purpose)) !== null

/** A prepared challenge; null if it was closed in the meantime. */
export const findPrepared = (deps: Deps, purpose: Purpose, id: string): Promise<Challenge | null> =>
  store.findOpenById(deps.db, [purpose], id, deps.clock.now())

/** Makes the secret of a prepared challenge; null if it is no longer open. If its mail is sent twice, each copy works. */
export async function armChallenge(
  { deps, tx, now }: LockedAccount,
  which: readonly Purpose[],
  id: string,
): Promise<{ purpose: Purpose; address: string; secret: string; payload: unknown } | null> {
  const challenge = await store.findOpenById(tx, which, id, now)
  if (!challenge?.userId || challenge.address === null) return null
  const purpose = challenge.purpose as Purpose
  const { token: secret, hash: secretHash } = mintToken(deps.keys(purposes[purpose]))
  const { userId, address, payload, createdAt, expiresAt } = challenge
  if (challenge.secretHash)
    await store.insert(tx, { purpose, userId, address, payload: payload as object, createdAt, expiresAt, secretHash })
  else if (!(await store.arm(tx, id, { secretHash }, now))) return null
  return { purpose, address, secret, payload }
}

/** Adds to the payload of a challenge whose mail is not sent yet. */
export const addToChallenge = ({ tx }: LockedAccount, { id, payload }: Challenge, added: object) =>
  store.setPayload(tx, id, { ...(payload as object), ...added })

/** The open challenge of this secret; it stays open. Null if the secret is forged, used, expired or for another purpose. */
export async function findChallenge(deps: Deps, purpose: Purpose, secret: string): Promise<Challenge | null> {
  const reading = readToken(deps.keys(purposes[purpose]), secret)
  return reading && store.findOpen(deps.db, purpose, reading.hash, deps.clock.now())
}

/**
 * The challenge of this secret, open or already finished by it: a page whose answer was lost asks again. Null if it is forged,
 * voided, expired or for another purpose.
 */
export async function findRepeatable(deps: Deps, purpose: Purpose, secret: string): Promise<Challenge | null> {
  const reading = readToken(deps.keys(purposes[purpose]), secret)
  return reading && store.findOpenOrFinished(deps.db, purpose, reading.hash, deps.clock.now())
}

/**
 * Closes a challenge, empties its payload, and remembers that its own secret did it: the secret can be asked about again. False if it
 * was already used, voided or has expired: then the caller must change nothing.
 */
export const finishChallenge = ({ tx, now }: LockedAccount, { id }: Pick<Challenge, 'id'>): Promise<boolean> =>
  store.finish(tx, id, now)

/** Whether `finishChallenge` closed it. */
export const isFinished = ({ tx }: LockedAccount, { id }: Pick<Challenge, 'id'>): Promise<boolean> =>
  store.isFinished(tx, id)

/** Closes a challenge. False if it was already used or has expired: then the caller must change nothing. */
export const closeChallenge = ({ tx, now }: LockedAccount, { id }: Pick<Challenge, 'id'>): Promise<boolean> =>
  store.close(tx, id, now)

/** Closes a challenge that names no account. False if it was already used or has expired. */
export const closeVisitorChallenge = ({ db, clock }: Deps, { id }: Pick<Challenge, 'id'>): Promise<boolean> =>
  store.close(db, id, clock.now())

/** Closes the open challenges of these purposes for the account's person: all, or those that were `openedBy` then. */
export const voidChallenges = (
  { tx, user, now }: LockedAccount,
  purposes: readonly Purpose[],
  { openedBy }: { openedBy?: Date } = {},
) => store.closeAllOfUser(tx, user.id, { purposes, openedBy }, now)

/** Voids what waits for a code that was mailed to the account's address, to link a provider: it names no account. */
export const voidLinks = ({ tx, user, now }: LockedAccount) => store.closeAllOfAddresses(tx, 'link', [user.email], now)

/** Closes everybody's open challenges of these purposes, in batches. */
export async function voidAllChallenges({ db, clock }: Deps, which: readonly Purpose[]): Promise<void> {
  for (let count = 1; count > 0; ) count = (await store.closeNext(db, which, clock.now())).length
}

/** Closes the next batch of everybody's open challenges of these purposes. Returns whose they are. */
export const voidNextChallenges = (
  tx: Transaction,
  which: readonly Purpose[],
  now: Date,
): Promise<Pick<Challenge, 'userId'>[]> => store.closeNext(tx, which, now)

/** Voids the claims of others on addresses that these accounts now have. They must stay void if an account loses its address. */
export async function voidClaims(
  { tx, now }: Pick<LockedAccount | NewAccounts, 'tx' | 'now'>,
  ...addresses: string[]
): Promise<void> {
  await store.closeAllOfAddresses(tx, 'sign_up', addresses, now)
  // Not closed: the asker's export would then show that the address has an owner.
  await store.disarmAllOfAddresses(tx, 'email_change', addresses, now)
}
