import type { Transaction } from '@latchkey/database/client'
import type { Challenge } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import { deriveCode, isCodeOf } from '../../platform/crypto/code.ts'
import type { KeyPurpose } from '../../platform/crypto/keys.ts'
import { mintToken } from '../../platform/crypto/token.ts'
import type { LockedAccount } from '../account/change-account.ts'
import type { Purpose } from './service.ts'
import * as store from './store.ts'

/** How long a mail may wait to be written. After it the page has to ask again, or its code would live too long. */
const mostDelayMs = 20 * 60_000

/** Compared with the code of a challenge that has none, so that the work is the same. */
const noCode = Buffer.alloc(32)

/** Opens a challenge for a code by mail, in the same way for every address. No account is looked up. */
export async function openSignInCode(
  deps: Deps,
  tx: Transaction,
  { address, payload }: { address: string; payload: object },
): Promise<{ id: string; secret: string }> {
  const now = deps.clock.now()
  const { token: secret, hash: secretHash } = mintToken(deps.keys('email code'))
  const expiresAt = new Date(now.getTime() + mostDelayMs + deps.settings.mailLifetimes.signInCode)
  const { id } = await store.insert(tx, {
    purpose: 'email_code',
    address,
    secretHash,
    payload,
    createdAt: now,
    expiresAt,
  })
  return { id, secret }
}

/**
 * Makes the code of a challenge and ties it to the account's person. Null if the challenge ended, or would end before its code. A
 * retried job makes the same code. A code works from when its mail is written, since the mail may be late.
 */
export async function armSignInCode(
  { deps, tx, user, now }: LockedAccount,
  { id, job }: { id: string; job: string },
): Promise<string | null> {
  const { code, hash: codeHash } = deriveCode(deps.keys('sign-in code'), id, job)
  const codeExpiresAt = new Date(now.getTime() + deps.settings.mailLifetimes.signInCode)
  const isArmed = await store.armCode(
    tx,
    { id, address: user.email },
    { userId: user.id, codeHash, codeExpiresAt },
    now,
  )
  return isArmed ? code : null
}

/** The challenge if the code is right; it stays open. Null too if no account has its address: then no code was mailed. */
export async function verifySignInCode(
  deps: Deps,
  { id }: Pick<Challenge, 'id'>,
  code: string,
): Promise<(Challenge & { userId: string }) | null> {
  const proven = await verifyCode(deps, { purpose: 'email_code', id, key: 'sign-in code' }, code)
  return proven?.userId ? { ...proven, userId: proven.userId } : null
}

/**
 * Makes the code that proves the address of a sign-in with a provider, whether or not an account has it. Null if the challenge ended, or
 * would end before its code. A new code replaces the one before. A retried job makes the same code.
 */
export async function armLinkCode(deps: Deps, { id, job }: { id: string; job: string }): Promise<string | null> {
  const now = deps.clock.now()
  const { code, hash: codeHash } = deriveCode(deps.keys('link code'), id, job)
  const codeExpiresAt = new Date(now.getTime() + deps.settings.mailLifetimes.signInCode)
  const open = await store.findOpenById(deps.db, ['link'], id, now)
  if (!open || open.expiresAt < codeExpiresAt) return null
  // The same code keeps its count of attempts. More codes bring no more guesses: these count for the address, too.
  const isSame = open.codeHash !== null && Buffer.from(open.codeHash).equals(codeHash)
  const secrets = { codeHash, codeExpiresAt, ...(!isSame && { tries: 0 }) }
  return (await store.arm(deps.db, id, secrets, now)) ? code : null
}

/** Whether this is the code that was mailed for a link at a sign-in. The challenge stays open. */
export const verifyLinkCode = async (deps: Deps, { id }: Pick<Challenge, 'id'>, code: string): Promise<boolean> =>
  (await verifyCode(deps, { purpose: 'link', id, key: 'link code' }, code)) !== null

/**
 * The challenge if the code is right; it stays open. Each attempt is counted before it is checked, so parallel attempts gain nothing
 * (CVE-2024-4629). An attempt with the right code is given back, so a later outage does not use up the code.
 */
async function verifyCode(
  deps: Deps,
  { purpose, id, key }: { purpose: Purpose; id: string; key: KeyPurpose },
  code: string,
): Promise<Challenge | null> {
  const now = deps.clock.now()
  const tried = await store.countAttempt(deps.db, { purpose, id }, now)
  if (!tried) return null
  const isRight = isCodeOf(deps.keys(key), id, code, tried.codeHash ?? noCode)
  const isOpen = tried.codeExpiresAt !== null && tried.codeExpiresAt > now
  if (!isRight || !isOpen) return null
  await store.giveAttemptBack(deps.db, id)
  return tried
}
