import type { Transaction } from '@latchkey/database/client'
import type { Challenge } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import { deriveCode, isCodeOf } from '../../platform/crypto/code.ts'
import { deriveToken, mintToken, readToken } from '../../platform/crypto/token.ts'
import * as store from './store.ts'

/** Opens a sign-up attempt of a browser, in the same way for every address. Returns the token that identifies the browser. */
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
 * Makes the secrets for a sign-up mail; null if no attempt is open for the address. The browser that opened the attempt gets a new
 * link and a new code, which replace its old ones. Any other requester gets one more link without a code, and earlier mails stay valid.
 * Otherwise a stranger who asks repeatedly could keep the owner from finishing (the class of CVE-2024-1722). A retried job makes the
 * same secrets, so each copy of its mail works.
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
    const isSame = own.secretHash !== null && toHex(own.secretHash) === toHex(secretHash)
    const codeExpiresAt = new Date(now.getTime() + deps.settings.mailLifetimes.signUpCode)
    // The same code keeps its count of attempts.
    const secrets = { secretHash, codeHash, codeExpiresAt, ...(!isSame && { tries: 0 }) }
    return (await store.arm(deps.db, own.id, secrets, now)) ? { secret, code } : null
  }
  const newest = await store.findNewestOpen(deps.db, { purpose: 'sign_up', address }, now)
  if (!newest) return null
  const { purpose, payload, createdAt, expiresAt } = newest
  await store.insertOnce(deps.db, { purpose, address, payload: payload as object, createdAt, expiresAt, secretHash })
  return { secret, code: null }
}

/** The open attempt of this browser, without any proof from the mail. */
export async function findAttempt(deps: Deps, browserToken: string): Promise<Challenge | null> {
  const reading = readToken(deps.keys('sign-up browser'), browserToken)
  return reading && store.findOpenOfBrowser(deps.db, 'sign_up', { browserHash: reading.hash }, deps.clock.now())
}

/**
 * The open sign-up of this browser if the code is right; it stays open. Each attempt is counted before it is checked, so parallel
 * attempts gain nothing (CVE-2024-4629). An attempt with the right code is given back, so a later outage does not use up the code.
 */
export async function verifyCode(deps: Deps, browserToken: string, code: string): Promise<Challenge | null> {
  const reading = readToken(deps.keys('sign-up browser'), browserToken)
  const now = deps.clock.now()
  const attempt = reading && (await store.countAttempt(deps.db, { purpose: 'sign_up', browserHash: reading.hash }, now))
  if (!attempt?.codeHash || !attempt.codeExpiresAt || attempt.codeExpiresAt <= now) return null
  if (!isCodeOf(deps.keys('sign-up code'), attempt.id, code, attempt.codeHash)) return null
  await store.giveAttemptBack(deps.db, attempt.id)
  return attempt
}

/**
 * Whether the attempt of this browser was finished by its own link or code in the last hour. False for every other end, and if there
 * is no such attempt: an owner may have ended a stranger's attempt by another sign-up, and the stranger must not learn of it.
 */
export async function isAttemptFinished(deps: Deps, browserToken: string | undefined): Promise<boolean> {
  const reading = browserToken === undefined ? null : readToken(deps.keys('sign-up browser'), browserToken)
  if (!reading) return false
  const since = new Date(deps.clock.now().getTime() - store.finishedForMs)
  return (await store.findFinished(deps.db, reading.hash, since)) !== null
}

/** Whether this browser opened the attempt. */
export function isBrowserOf(deps: Deps, attempt: Challenge, browserToken: string | undefined): boolean {
  const browser = nameOfBrowser(deps, browserToken)
  return browser !== null && attempt.browserHash !== null && toHex(attempt.browserHash) === browser
}

/** How a job identifies a browser: the hash of its token in hex, which proves nothing. */
export function nameOfBrowser(deps: Deps, browserToken: string | undefined): string | null {
  const reading = browserToken === undefined ? null : readToken(deps.keys('sign-up browser'), browserToken)
  return reading && toHex(reading.hash)
}

const toHex = (hash: Uint8Array) => Buffer.from(hash).toString('hex')
