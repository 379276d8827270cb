import { fieldsOf } from '@latchkey/contracts/fields'
import { newPassword } from '@latchkey/contracts/passwords'
import type { Transaction } from '@latchkey/database/client'
import type { User } from '@latchkey/database/models'
import { recordEvent } from '../audit/service.ts'
import { voidClaims } from '../challenges/service.ts'
import type { Deps } from '../deps.ts'
import { invalidRequest } from '../errors.ts'
import { createUser } from '../users/service.ts'
import * as store from './store.ts'
import { findUserWithHash, findUserWithHashById, type UserWithHash } from './store.ts'

/** A password that was right a moment ago. */
export interface VerifiedPassword {
  readonly user: User
  /** The hash that it was verified against. */
  readonly hash: string
  /** The hash to keep instead, where the settings have risen since. */
  readonly newHash: string | null
}

/**
 * Verifies a password, or answers null for an unknown address, a wrong password and an account without one alike: each
 * costs one query and one hash, so that neither answer nor time tells who has an account (CVE-2024-39329).
 * @throws {ApiError} unavailable, where too many wait for their turn
 */
export const verifyPassword = (deps: Deps, email: string, password: string): Promise<VerifiedPassword | null> =>
  verify(deps, password, () => findUserWithHash(deps.db, email))

/** The same for a person who is known by their session: its memory of their address may be old. */
export const verifyPasswordOf = (deps: Deps, userId: string, password: string): Promise<VerifiedPassword | null> =>
  verify(deps, password, () => findUserWithHashById(deps.db, userId))

/** The same, and the hash of the password that is to follow: both in the one place of the queue that this person waits for. */
export const verifyAndHash = (deps: Deps, userId: string, password: string, chosen: string) =>
  deps.hasher.admit(async () => {
    const verified = await verifyAdmitted(deps, password, () => findUserWithHashById(deps.db, userId))
    return verified && { verified, hash: await deps.hasher.hash(chosen) }
  })

const verify = (deps: Deps, password: string, find: () => Promise<UserWithHash | null>) =>
  deps.hasher.admit(() => verifyAdmitted(deps, password, find))

async function verifyAdmitted(
  deps: Deps,
  password: string,
  find: () => Promise<UserWithHash | null>,
): Promise<VerifiedPassword | null> {
  const found = await find()
  const matches = await deps.hasher.verify(found?.hash ?? null, password)
  if (!matches || !found?.hash) return null
  const { hash, ...user } = found
  return { user, hash, newHash: deps.hasher.isOutdated(hash) ? await deps.hasher.hash(password) : null }
}

/** Whether the verified password still holds inside `tx`; keeps its newer hash. A change meanwhile makes it false. */
export const keepVerified = (tx: Transaction, { user, hash, newHash }: VerifiedPassword): Promise<boolean> =>
  newHash === null ? store.hasHash(tx, user.id, hash) : store.exchangeHash(tx, user.id, hash, newHash)

/**
 * The password, if it may be chosen.
 * @throws {ApiError} invalid_request, with a sentence for `field`
 */
export function requireNewPassword(deps: Deps, password: string, field: string): string {
  const checked = newPassword(deps.settings.passwordMinLength).safeParse(password)
  if (!checked.success) throw invalidRequest({ [field]: fieldsOf(checked.error).body ?? '' })
  return checked.data
}

/** Gives a person a password, or another one; one that was disabled may then be used again. */
export const replacePassword = (deps: Deps, tx: Transaction, userId: string, hash: string) =>
  store.upsertPassword(tx, userId, hash, deps.clock.now())

/** Takes a password out of use until it is replaced. */
export const disablePassword = (deps: Deps, tx: Transaction, userId: string) =>
  store.disable(tx, userId, deps.clock.now())

/** Makes a person with a password that was hashed before; throws a unique violation where the address is taken. */
export async function createUserWithHash(
  deps: Deps,
  tx: Transaction,
  { hash, ...person }: { email: string; name: string | null; hash: string },
): Promise<User> {
  const user = await createUser(deps, tx, person)
  await store.insertPassword(tx, user.id, hash, deps.clock.now())
  return user
}

/**
 * Makes a person with a password; their address counts as proven.
 * @throws {ApiError} invalid_request naming `password` where it breaks a rule; a unique violation where the address is taken
 */
export async function createUserWithPassword(
  deps: Deps,
  { email, password, name }: { email: string; password: string; name: string | null },
): Promise<User> {
  const hash = await deps.hasher.hash(requireNewPassword(deps, password, 'password'))
  return deps.db.$transaction(async tx => {
    const user = await createUserWithHash(deps, tx, { email, name, hash })
    await voidClaims(deps, tx, email)
    await recordEvent(deps, tx, 'account_created', { userId: user.id, address: email })
    return user
  })
}
