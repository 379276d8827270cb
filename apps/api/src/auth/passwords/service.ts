import { isMadeOf } from '@latchkey/contracts/auth/known-words'
import { newPassword } from '@latchkey/contracts/auth/passwords'
import { fieldsOf } from '@latchkey/contracts/fields'
import type { User } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import { type RequestContext, systemContext } from '../../platform/context.ts'
import { isVerifiable } from '../../platform/crypto/hasher.ts'
import { invalidRequest } from '../../platform/errors.ts'
import { createAccount, isActive, type LockedAccount, type NewAccount } from '../account/change-account.ts'
import { record } from '../audit-log/service.ts'
import { voidClaims } from '../challenges/service.ts'
import { forgetAttempts } from '../limits/attempts.ts'
import type { Claimant } from './attempt.ts'
import { isBreached } from './breaches.ts'
import { isCommon } from './common.ts'
import * as store from './store.ts'

/** A password that was verified a moment ago. `stillHolds` checks it again, inside the transaction that relies on it. */
export interface PasswordProof {
  readonly user: store.KnownUser
  /** The hash it was verified against. */
  readonly hash: string
  /** When this password was set. */
  readonly changedAt: Date
  /** The hash to store instead, if the settings were raised since or another system made the old one. */
  readonly newHash: string | null
}

/**
 * Verifies a password. Null for an unknown address, a wrong password, one that is refused to strangers, and an account without one.
 * Each case costs one query and one hash, so neither answer nor time reveals who has an account (CVE-2024-39329).
 * @throws {ApiError} unavailable, if too many wait for their turn
 */
export const verifyPassword = (
  deps: Deps,
  context: RequestContext,
  claimant: Claimant,
  password: string,
): Promise<PasswordProof | null> =>
  deps.hasher.takeTurn(turnOf(context, claimant), () => verify(deps, claimant, password))

/**
 * Verifies the current password and hashes the new one, in one turn of the queue. Checks the new one only if the current one is right,
 * since that check may call an external server.
 * @throws {ApiError} unavailable, if too many wait for their turn
 */
export const verifyAndHash = (
  deps: Deps,
  context: RequestContext,
  claimant: Claimant,
  passwords: { currentPassword: string; newPassword: string },
): Promise<(PasswordProof & ({ refusal: string } | { chosenHash: string })) | null> =>
  deps.hasher.takeTurn(turnOf(context, claimant), async () => {
    const proof = await verify(deps, claimant, passwords.currentPassword)
    if (!proof) return null
    const refusal = await whyRefused(deps, passwords.newPassword, proof.user)
    if (refusal !== undefined) return { ...proof, refusal }
    return { ...proof, chosenHash: await deps.hasher.hash(passwords.newPassword) }
  })

const turnOf = ({ ip }: RequestContext, { email, knownBy }: Claimant) => ({
  ip,
  knownAs: knownBy === 'nothing' ? null : email,
})

async function verify(deps: Deps, claimant: Claimant, password: string): Promise<PasswordProof | null> {
  const found =
    claimant.knownBy === 'session'
      ? // The session may remember an older address.
        await store.findUserWithHashById(deps.db, claimant.userId)
      : await store.findUserWithHash(deps.db, claimant.email, { isKnown: claimant.knownBy === 'browser' })
  const matches = await deps.hasher.verify(found?.hash ?? null, password)
  if (!matches || !found?.hash || !found.changedAt) return null
  const { hash, changedAt, ...user } = found
  return { user, hash, changedAt, newHash: deps.hasher.isOutdated(hash) ? await deps.hasher.hash(password) : null }
}

/** Hashing takes time. Checks again that the account is active and the password unchanged, and stores the newer hash. */
export async function stillHolds({ tx, user }: LockedAccount, proof: PasswordProof): Promise<boolean> {
  if (!isActive(user)) return false
  const { hash, changedAt, newHash } = proof
  if (newHash === null) return store.hasHash(tx, user.id, hash)
  // Of two concurrent sign-ins with the same old hash, only one renews it. The other is right too.
  return (await store.exchangeHash(tx, user.id, hash, newHash)) || store.hasPasswordOf(tx, user.id, changedAt)
}

type Person = Pick<User, 'email' | 'name'>

/**
 * Checks a password that a person chooses, and hashes it. `isKnown`: whether they have shown a session, a device or a mailed secret.
 * @throws {ApiError} invalid_request with a sentence for `password`; unavailable
 */
export async function hashNewPassword(
  deps: Deps,
  { ip }: RequestContext,
  { password, person, isKnown }: { password: string; person: Person; isKnown: boolean },
): Promise<string> {
  await requireNewPassword(deps, password, person)
  return deps.hasher.takeTurn({ ip, knownAs: isKnown ? person.email : null }, () => deps.hasher.hash(password))
}

async function requireNewPassword(deps: Deps, password: string, person: Person): Promise<void> {
  const refusal = await whyRefused(deps, password, person)
  if (refusal !== undefined) throw invalidRequest({ password: refusal })
}

/**
 * Why the person may not choose this password: it is too short, common, made of what is known about them, or breached. The check for
 * breaches needs BREACH_CHECK_URL. Only this function decides.
 */
async function whyRefused(deps: Deps, password: string, { email, name }: Person): Promise<string | undefined> {
  const checked = newPassword(deps.settings.passwordMinLength).safeParse(password)
  if (!checked.success) return fieldsOf(checked.error).body ?? ''
  if (isMadeOf(password, [email, name ?? '', deps.settings.appUrl.hostname]))
    return 'This can be guessed from your name, your address or ours. Add words of your own.'
  if (isCommon(password)) return 'This password is among the first that are guessed. Choose another.'
  if (await isBreached(deps, password)) return 'This password was stolen elsewhere, so it is no secret. Choose another.'
  return undefined
}

/** Sets the first password of a new account. `replacePassword` sets a later one. */
export const setFirstPassword = (account: NewAccount, hash: string): Promise<void> => savePassword(account, hash)

/** Stores a password, and forgets the attempts of strangers to sign in. Everybody may sign in with it, also strangers. Only this room calls it. */
export async function savePassword(account: LockedAccount, hash: string): Promise<void> {
  await store.upsertPassword(account.tx, account.user.id, hash, account.now)
  const { deps, tx, user } = account
  await forgetAttempts(deps, tx, { 'failures of strangers': user.email, 'sign-in on a new device': user.id })
}

/** Forgets the failed attempts of strangers at an address. Those at an older password, or before the account had it, do not count. */
export const forgetFailures = ({ deps, tx }: LockedAccount, email: string) =>
  forgetAttempts(deps, tx, { 'failures of strangers': email })

interface RefusalOptions {
  /** Leaves a password alone that was chosen at this time or later. */
  chosenBefore?: Date
}

/** Makes a password unusable until it is replaced. False if nothing changed. */
export const disablePassword = ({ tx, user, now }: LockedAccount, options: RefusalOptions = {}): Promise<boolean> =>
  store.mark(tx, user.id, 'disabledAt', now, options.chosenBefore)

/** Refuses the password to strangers until it is replaced. False if nothing changed. */
export const refuseStrangers = ({ tx, user, now }: LockedAccount, options: RefusalOptions = {}): Promise<boolean> =>
  store.mark(tx, user.id, 'strangersRefusedAt', now, options.chosenBefore)

/**
 * Creates a user with a password, as an admin.
 * @throws {ApiError} invalid_request naming `password` if it breaks a rule; a unique violation if the address is taken
 */
export async function createUserWithPassword(
  deps: Deps,
  { password, ...person }: Person & { password: string },
): Promise<User> {
  await requireNewPassword(deps, password, person)
  return createUser(deps, person, await deps.hasher.hash(password))
}

/**
 * Creates a user with a password hash from another system. The hash is renewed when they sign in.
 * @throws {ApiError} invalid_request naming `hash` if it could not be verified; a unique violation if the address is taken
 */
export async function importUser(deps: Deps, { hash, ...person }: Person & { hash: string }): Promise<User> {
  if (!isVerifiable(hash))
    throw invalidRequest({
      hash: 'This hash could not be verified here. docs/operations.md lists the formats that can.',
    })
  return createUser(deps, person, hash)
}

const createUser = (deps: Deps, person: Person, hash: string): Promise<User> =>
  createAccount(deps, systemContext(deps), person, async account => {
    await setFirstPassword(account, hash)
    await voidClaims(account, person.email)
    await record(account, 'account_created')
    return account.user
  })
