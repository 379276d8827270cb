import type { Database, Transaction } from '@latchkey/database/client'
import type { Challenge } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import { deriveCode, isCodeOf } from '../../platform/crypto/code.ts'
import type { KeyPurpose } from '../../platform/crypto/keys.ts'
import { deriveToken, mintToken, readToken } from '../../platform/crypto/token.ts'
import type { LockedAccount } from '../account/change-account.ts'
import * as store from './store.ts'

/** What a mailed secret may be for, and whose key signs it: a link for one purpose is none for another. */
const purposes = {
  sign_up: 'sign-up link',
  reset: 'reset link',
  email_change: 'address link',
  not_me: 'not-me link',
} as const satisfies Record<string, KeyPurpose>

export type Purpose = keyof typeof purposes

const codeLifetimeMs = 10 * 60_000
/** Five of a million, for each code that is mailed. */
const mostAttempts = 5

interface Opening {
  address: string
  lifetimeMs: number
  payload?: object
}

/** Opens a challenge for the account's person and answers its secret, which stands nowhere else: the database holds its SHA-256. */
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

/**
 * Opens a challenge whose secret is made when it is mailed. What closes challenges meanwhile closes it too, so a mail that
 * is late, or held up, brings nothing back.
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

/** A prepared challenge that nothing has closed meanwhile. */
export const findPrepared = (deps: Deps, purpose: Purpose, id: string): Promise<Challenge | null> =>
  store.findOpenById(deps.db, purpose, id, deps.clock.now())

/** Makes the secret of a prepared challenge if it is still open. The mail may go twice: each one's secret then works. */
export async function armChallenge(
  { deps, tx, now }: LockedAccount,
  purpose: Purpose,
  id: string,
): Promise<{ address: string; secret: string } | null> {
  const challenge = await store.findOpenById(tx, purpose, id, now)
  if (!challenge?.userId || challenge.address === null) return null
  const { token: secret, hash: secretHash } = mintToken(deps.keys(purposes[purpose]))
  const { userId, address, payload, createdAt, expiresAt } = challenge
  if (challenge.secretHash)
    await store.insert(tx, { purpose, userId, address, payload: payload as object, createdAt, expiresAt, secretHash })
  else if (!(await store.arm(tx, id, { secretHash }, now))) return null
  return { address, secret }
}

/** What lets an address reclaim an account that it had: the oldest that is open, since the first owner has the last word. */
export const findReclaim = (
  deps: Deps,
  db: Database | Transaction,
  which: { address: string; userId?: string | { not: string } },
): Promise<Challenge | null> => store.findReclaim(db, which, deps.clock.now())

/** The open reclaims of this account, the oldest of each address. */
export async function findReclaimsOf({ deps, tx, user, now }: LockedAccount): Promise<Challenge[]> {
  const addresses = await store.listReclaimAddresses(tx, user.id, now)
  const found = await Promise.all(addresses.map(address => findReclaim(deps, tx, { address, userId: user.id })))
  return found.filter(reclaim => reclaim !== null)
}

/** The open challenge of this secret, left open; null for a secret that is forged, used, expired or for something else. */
export async function findChallenge(deps: Deps, purpose: Purpose, secret: string): Promise<Challenge | null> {
  const reading = readToken(deps.keys(purposes[purpose]), secret)
  return reading && store.findOpen(deps.db, purpose, reading.hash, deps.clock.now())
}

/** Closes a challenge that was found; false where somebody else was first, or time was. Do nothing then. */
export const closeChallenge = ({ tx, now }: LockedAccount, { id }: Pick<Challenge, 'id'>): Promise<boolean> =>
  store.close(tx, id, now)

/** Closes whatever is open of these purposes for the account's person. */
export const voidChallenges = ({ tx, user, now }: LockedAccount, which: readonly Purpose[]) =>
  store.closeAllOfUser(tx, user.id, which, now)

/**
 * Closes whatever is open of a person because a button was used that was mailed to `address`: with it the others mailed there, and,
 * where it brings the address back, all since that reclaim (`since`). What was mailed elsewhere before stays: of a chain of
 * changes the first owner has the last word, by whichever mail, and nobody ends that by a button of their own.
 */
export const voidAllButEarlier = ({ tx, user, now }: LockedAccount, by: { address: string; since: Date | undefined }) =>
  store.closeAllButEarlier(tx, user.id, by, now)

/** Opens the attempt of a browser to sign up, the same for every address; answers what the browser proves itself by. */
export async function openAttempt(
  deps: Deps,
  tx: Transaction,
  { lifetimeMs, ...attempt }: { address: string; lifetimeMs: number; payload: object },
): Promise<{ id: string; browserToken: string }> {
  const now = deps.clock.now()
  const { token: browserToken, hash: browserHash } = mintToken(deps.keys('sign-up browser'))
  const expiresAt = new Date(now.getTime() + lifetimeMs)
  const { id } = await store.insert(tx, { purpose: 'sign_up', ...attempt, browserHash, createdAt: now, expiresAt })
  return { id, browserToken }
}

/**
 * What to mail about the attempts for an address; null where none is open. The browser that asked for one gets another link and
 * another code in place of those that it had. For anybody else nothing changes that was mailed before (the class of
 * CVE-2024-1722: a stranger who asks again and again would keep its owner from finishing): they get one more link, without a code. One
 * job makes the same ones however often it is tried, so that each copy of its mail works.
 */
export async function armAttempt(
  deps: Deps,
  { address, browser, job }: { address: string; browser: string | null; job: string },
): Promise<{ secret: string; code: string | null } | null> {
  const now = deps.clock.now()
  const { token: secret, hash: secretHash } = deriveToken(deps.keys('sign-up link'), job)
  const browserHash = browser === null ? null : Buffer.from(browser, 'hex')
  const own = browserHash && (await store.findOpenOfBrowser(deps.db, 'sign_up', { address, browserHash }, now))
  if (own) {
    const { code, hash: codeHash } = deriveCode(deps.keys('sign-up code'), own.id, job)
    const isSame = own.secretHash !== null && nameOf(own.secretHash) === nameOf(secretHash)
    const codeExpiresAt = new Date(now.getTime() + codeLifetimeMs)
    // What was guessed of a code stays counted while it is that code.
    const secrets = { secretHash, codeHash, codeExpiresAt, ...(!isSame && { tries: 0 }) }
    return (await store.arm(deps.db, own.id, secrets, now)) ? { secret, code } : null
  }
  const newest = await store.findNewestOpen(deps.db, 'sign_up', address, now)
  if (!newest) return null
  const { purpose, payload, createdAt, expiresAt } = newest
  await store.insertOnce(deps.db, { purpose, address, payload: payload as object, createdAt, expiresAt, secretHash })
  return { secret, code: null }
}

/** The open attempt of this browser, whatever it knows of the mail. */
export async function findAttempt(deps: Deps, browserToken: string): Promise<Challenge | null> {
  const reading = readToken(deps.keys('sign-up browser'), browserToken)
  return reading && store.findOpenOfBrowser(deps.db, 'sign_up', { browserHash: reading.hash }, deps.clock.now())
}

/**
 * The open sign-up of this browser, left open, if this is its code. Every attempt is counted before it is looked at, so attempts in
 * parallel gain nothing (CVE-2024-4629). A right one is given back, so that an outage after it costs nobody their code.
 */
export async function verifyCode(deps: Deps, browserToken: string, code: string): Promise<Challenge | null> {
  const reading = readToken(deps.keys('sign-up browser'), browserToken)
  const now = deps.clock.now()
  const attempt = reading && (await store.countAttempt(deps.db, 'sign_up', reading.hash, mostAttempts, now))
  if (!attempt?.codeHash || !attempt.codeExpiresAt || attempt.codeExpiresAt <= now) return null
  if (!isCodeOf(deps.keys('sign-up code'), attempt.id, code, attempt.codeHash)) return null
  await store.giveAttemptBack(deps.db, attempt.id)
  return attempt
}

/** Whether this browser made the attempt. */
export function isBrowserOf(deps: Deps, attempt: Challenge, browserToken: string | undefined): boolean {
  const browser = nameOfBrowser(deps, browserToken)
  return browser !== null && attempt.browserHash !== null && nameOf(attempt.browserHash) === browser
}

/** By what a job knows a browser: the hash of its token, which proves nothing. */
export function nameOfBrowser(deps: Deps, browserToken: string | undefined): string | null {
  const reading = browserToken === undefined ? null : readToken(deps.keys('sign-up browser'), browserToken)
  return reading && nameOf(reading.hash)
}

/** Ends what others began with an address that this account has from now on: it must not come to life when the account loses it. */
export async function voidClaims({ tx, now }: LockedAccount, address: string): Promise<void> {
  await store.closeAllOfAddress(tx, 'sign_up', address, now)
  // Not closed: whoever asked for it could read in their export that somebody has got the address.
  await store.disarmAllOfAddress(tx, 'email_change', address, now)
}

const nameOf = (hash: Uint8Array) => Buffer.from(hash).toString('hex')
