import { fieldsOf } from '@latchkey/contracts/fields'
import { isMadeOf } from '@latchkey/contracts/known-words'
import { newPassword } from '@latchkey/contracts/passwords'
import type { Transaction } from '@latchkey/database/client'
import type { User } from '@latchkey/database/models'
import { recordEvent } from '../audit/service.ts'
import { voidClaims } from '../challenges/service.ts'
import { isVerifiable, type Place } from '../crypto/hasher.ts'
import type { Deps } from '../deps.ts'
import { invalidRequest } from '../errors.ts'
import { forget } from '../limits/service.ts'
import { createUser } from '../users/service.ts'
import { isBreached } from './breaches.ts'
import { isCommon } from './common.ts'
import * as store from './store.ts'
import { findUserWithHash, findUserWithHashById, type UserWithHash } from './store.ts'

/** A password that was right a moment ago. */
export interface VerifiedPassword {
  readonly user: User
  /** The hash that it was verified against. */
  readonly hash: string
  /** Since when it is their password. */
  readonly changedAt: Date
  /** The hash to keep instead, where the settings have risen since, or another system made it. */
  readonly newHash: string | null
}

/**
 * Verifies a password, or answers null for an unknown address, a wrong password, one that counts no more for whoever brings it, and an
 * account without one alike: each costs one query and one hash, so that neither answer nor time tells who has an account (CVE-2024-39329).
 * @throws {ApiError} unavailable, where too many wait for their turn
 */
export const verifyPassword = (
  deps: Deps,
  email: string,
  password: string,
  place: Place,
): Promise<VerifiedPassword | null> =>
  verify(deps, password, place, () => findUserWithHash(deps.db, email, { isKnown: place.knownAs !== null }))

/** The same for a person who is known by their session: its memory of their address may be old. */
export const verifyPasswordOf = (
  deps: Deps,
  userId: string,
  password: string,
  place: Place,
): Promise<VerifiedPassword | null> => verify(deps, password, place, () => findUserWithHashById(deps.db, userId))

/**
 * The same, and the hash of the password that is to follow: both in the one place of the queue that this person waits for. What follows
 * is judged by `choose`, and only where the password was right: judging may ask somebody else's server.
 * @throws {ApiError} whatever `choose` throws
 */
export const verifyAndHash = (
  deps: Deps,
  userId: string,
  password: string,
  choose: () => Promise<string>,
  place: Place,
) =>
  deps.hasher.admit(place, async () => {
    const verified = await verifyAdmitted(deps, password, () => findUserWithHashById(deps.db, userId))
    return verified && { verified, hash: await deps.hasher.hash(await choose()) }
  })

const verify = (deps: Deps, password: string, place: Place, find: () => Promise<UserWithHash | null>) =>
  deps.hasher.admit(place, () => verifyAdmitted(deps, password, find))

async function verifyAdmitted(
  deps: Deps,
  password: string,
  find: () => Promise<UserWithHash | null>,
): Promise<VerifiedPassword | null> {
  const found = await find()
  const matches = await deps.hasher.verify(found?.hash ?? null, password)
  if (!matches || !found?.hash || !found.changedAt) return null
  const { hash, changedAt, ...user } = found
  return { user, hash, changedAt, newHash: deps.hasher.isOutdated(hash) ? await deps.hasher.hash(password) : null }
}

/** Whether the verified password still holds inside `tx`; keeps its newer hash. A change meanwhile makes it false. */
export async function keepVerified(tx: Transaction, verified: VerifiedPassword): Promise<boolean> {
  const { user, hash, changedAt, newHash } = verified
  if (newHash === null) return store.hasHash(tx, user.id, hash)
  // Of two sign-ins at once with the same old hash one renews it; the other was right too.
  return (await store.exchangeHash(tx, user.id, hash, newHash)) || store.hasPasswordOf(tx, user.id, changedAt)
}

/**
 * The password, if the person of this address and name may choose it: neither short, nor common, nor made of what is known about
 * them, nor, where the settings say whom to ask, breached. The one place that decides.
 * @throws {ApiError} invalid_request, with a sentence for `field`
 */
export async function requireNewPassword(
  deps: Deps,
  password: string,
  field: string,
  person: { email: string; name: string | null },
): Promise<string> {
  const refusal = await refusalOf(deps, password, [person.email, person.name ?? '', deps.settings.appUrl.hostname])
  if (refusal !== undefined) throw invalidRequest({ [field]: refusal })
  return password
}

async function refusalOf(deps: Deps, password: string, known: string[]): Promise<string | undefined> {
  const checked = newPassword(deps.settings.passwordMinLength).safeParse(password)
  if (!checked.success) return fieldsOf(checked.error).body ?? ''
  if (isMadeOf(password, known))
    return 'This can be guessed from your name, your address or ours. Add words of your own.'
  if (isCommon(password)) return 'This password is among the first that are guessed. Choose another.'
  if (await isBreached(deps, password)) return 'This password was stolen elsewhere, so it is no secret. Choose another.'
  return undefined
}

/** Gives a person a password, or another one, which everybody may sign in with, whatever was guessed before. */
export async function replacePassword(
  deps: Deps,
  tx: Transaction,
  { id, email }: Pick<User, 'id' | 'email'>,
  hash: string,
): Promise<void> {
  await store.upsertPassword(tx, id, hash, deps.clock.now())
  await forgetFailures(deps, tx, email)
}

/** Lets go of all failures: what was guessed at an address before somebody had it, or at another password, is none at this one. */
export const forgetFailures = (deps: Deps, tx: Transaction, email: string) =>
  forget(deps, tx, { 'failures of strangers': email, 'failures of the owner': email })

interface Guessed {
  /** A password that was chosen then or later is another one, and stays as it is. */
  chosenBefore?: Date
}

/** Takes a password out of use until it is replaced; false where it was before. */
export const disablePassword = (deps: Deps, tx: Transaction, userId: string, guessed: Guessed = {}): Promise<boolean> =>
  store.mark(tx, userId, 'disabledAt', deps.clock.now(), guessed.chosenBefore)

/** Takes a password from whoever is not known, until it is replaced; false where it was before. */
export const refuseStrangers = (deps: Deps, tx: Transaction, userId: string, guessed: Guessed = {}): Promise<boolean> =>
  store.mark(tx, userId, 'strangersRefusedAt', deps.clock.now(), guessed.chosenBefore)

/** Makes a person with a password that was hashed before; throws a unique violation where the address is taken. */
export async function createUserWithHash(
  deps: Deps,
  tx: Transaction,
  { hash, ...person }: { email: string; name: string | null; hash: string },
): Promise<User> {
  const user = await createUser(deps, tx, person)
  await store.insertPassword(tx, user.id, hash, deps.clock.now())
  await forgetFailures(deps, tx, user.email)
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
  const hash = await deps.hasher.hash(await requireNewPassword(deps, password, 'password', { email, name }))
  return createProvenUser(deps, { email, name, hash })
}

/**
 * The same with the hash that another system made of their password; it is renewed when they sign in.
 * @throws {ApiError} invalid_request naming `hash` where it could not be verified; a unique violation where the address is taken
 */
export async function importUser(
  deps: Deps,
  person: { email: string; name: string | null; hash: string },
): Promise<User> {
  if (!isVerifiable(person.hash))
    throw invalidRequest({ hash: 'This is no hash that could be verified here; docs/operations.md says which can.' })
  return createProvenUser(deps, person)
}

const createProvenUser = (deps: Deps, person: { email: string; name: string | null; hash: string }): Promise<User> =>
  deps.db.$transaction(async tx => {
    const user = await createUserWithHash(deps, tx, person)
    await voidClaims(deps, tx, person.email)
    await recordEvent(deps, tx, 'account_created', { userId: user.id, address: person.email })
    return user
  })
