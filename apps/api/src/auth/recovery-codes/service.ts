import type { Factors } from '@latchkey/contracts/auth/factors'
import type { Transaction } from '@latchkey/database/client'
import type { Deps } from '../../deps.ts'
import type { LockedAccount } from '../account/change-account.ts'
import { record } from '../audit-log/service.ts'
import { factorNotices } from '../factors/letters.ts'
import { notify } from '../notices/service.ts'
import { hashesOf, makeCode } from './codes.ts'
import * as store from './store.ts'

const codesAtOnce = 10

/** Makes ten new codes in place of the old ones. They are returned only here: the database has keyed hashes. */
export async function replaceRecoveryCodes(account: LockedAccount): Promise<string[]> {
  const { deps, tx, user, now } = account
  const codes = Array.from({ length: codesAtOnce }, makeCode)
  const hashes = codes.flatMap(code => hashesOf(deps.keys('recovery code').slice(0, 1), user.id, code))
  await store.replaceAll(tx, user.id, hashes, now)
  return codes
}

/** Uses up a recovery code, and tells the person. False if it is wrong or was used before. */
export async function verifyRecoveryCode(account: LockedAccount, typed: string): Promise<boolean> {
  const { deps, tx, user, now } = account
  if (!(await store.take(tx, user.id, hashesOf(deps.keys('recovery code'), user.id, typed), now))) return false
  await record(account, 'recovery_code_used')
  const left = await store.countLeft(tx, user.id)
  await notify(account, factorNotices.recoveryCodeUsed, { detail: String(left) })
  return true
}

export const hasRecoveryCodes = async ({ tx, user }: LockedAccount): Promise<boolean> =>
  (await store.countLeft(tx, user.id)) > 0

export const removeRecoveryCodes = ({ tx, user }: LockedAccount) => store.removeAll(tx, user.id)

/**
 * Uses up the codes of everybody, a batch of people at a time. The rows stay: so `/security` says that none is left, and to make new ones.
 * Returns whose they are; empty when no one has any left.
 */
export const voidNextRecoveryCodes = (tx: Transaction, now: Date): Promise<{ userId: string }[]> =>
  store.voidNext(tx, now)

/** Removes the codes that were made at or after `since`. Returns how many. */
export const removeRecoveryCodesSince = ({ tx, user }: LockedAccount, since: Date): Promise<number> =>
  store.removeSince(tx, user.id, since)

/** How many codes are left, and since when. Null if the person has none. */
export async function findRecoveryCodes({ db }: Deps, userId: string): Promise<Factors['recoveryCodes']> {
  const all = await store.listAll(db, userId)
  const [first] = all
  if (!first) return null
  return { left: all.filter(({ usedAt }) => usedAt === null).length, createdAt: first.createdAt.toISOString() }
}

export const exportRecoveryCodes = async ({ db }: Deps, userId: string) =>
  (await store.listAll(db, userId)).map(({ createdAt, usedAt }) => ({
    createdAt: createdAt.toISOString(),
    usedAt: usedAt?.toISOString() ?? null,
  }))
