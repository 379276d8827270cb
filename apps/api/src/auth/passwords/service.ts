import { isMadeOf } from '@latchkey/contracts/auth/known-words'
import { newPassword } from '@latchkey/contracts/auth/passwords'
import { fieldsOf } from '@latchkey/contracts/fields'
import type { User } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import { type RequestContext, systemContext } from '../../platform/context.ts'
import { isVerifiable } from '../../platform/crypto/hasher.ts'
import { invalidRequest } from '../../platform/errors.ts'
import { createAccount, isActive, type LockedAccount } from '../account/change-account.ts'
import { record } from '../audit-log/service.ts'
import { voidClaims } from '../challenges/service.ts'
import { forgetAttempts } from '../limits/attempts.ts'
import type { Claimant } from './attempt.ts'
import { isBreached } from './breaches.ts'
import { isCommon } from './common.ts'
import * as store from './store.ts'

/** A password that was right a moment ago. Inside the transaction that relies on it, `stillHolds` looks once more. */
export interface PasswordProof {
  readonly user: User
  /** The hash that it was verified against. */
  readonly hash: string
  /** Since when it is their password. */
  readonly changedAt: Date
  /** The hash to keep instead, where the settings have risen since, or another system made it. */
  readonly newHash: string | null
}

/**
 * Verifies a password. Null for an unknown address, a wrong password, one that is refused to strangers, and an account without one
 * alike: each costs one query and one hash, so that neither answer nor time tells who has an account (CVE-2024-39329).
 * @throws {ApiError} unavailable, where too many wait for their turn
 */
export const verifyPassword = (
  deps: Deps,
  context: RequestContext,
  claimant: Claimant,
  password: string,
): Promise<PasswordProof | null> =>
  deps.hasher.takeTurn(turnOf(context, claimant), () => verify(deps, claimant, password))

/**
 * The same, with the hash of the password that is to follow, in one turn of the queue. The new one is judged only where the current one
 * was right, since judging may ask somebody else's server.
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
      ? // Its memory of the address may be old.
        await store.findUserWithHashById(deps.db, claimant.userId)
      : await store.findUserWithHash(deps.db, claimant.email, { isKnown: claimant.knownBy === 'browser' })
  const matches = await deps.hasher.verify(found?.hash ?? null, password)
  if (!matches || !found?.hash || !found.changedAt) return null
  const { hash, changedAt, ...user } = found
  return { user, hash, changedAt, newHash: deps.hasher.isOutdated(hash) ? await deps.hasher.hash(password) : null }
}

/** Whether a password that was verified is still the account's, and its person still active: hashing took a while. Keeps its newer hash. */
export async function stillHolds({ tx, user }: LockedAccount, proof: PasswordProof): Promise<boolean> {
  if (!isActive(user)) return false
  const { hash, changedAt, newHash } = proof
  if (newHash === null) return store.hasHash(tx, user.id, hash)
  // Of two sign-ins at once with the same old hash one renews it; the other was right too.
  return (await store.exchangeHash(tx, user.id, hash, newHash)) || store.hasPasswordOf(tx, user.id, changedAt)
}

type Person = Pick<User, 'email' | 'name'>

/**
 * The hash of a password that a person chooses, if they may. `isKnown`: whether they have shown a session, a device or a mailed secret.
 * @throws {ApiError} invalid_request naming `password`, with a sentence; unavailable
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
 * Why the person may not choose this password: it is short, or common, or made of what is known about them, or, where the settings say
 * whom to ask, breached. Only this function decides.
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

/** Gives the account a password, or another one, which everybody may sign in with, whatever was guessed before. */
export async function setPassword(account: LockedAccount, hash: string): Promise<void> {
  await store.upsertPassword(account.tx, account.user.id, hash, account.now)
  await forgetFailures(account, account.user.email)
}

/** Lets go of all failures: what was guessed at an address before somebody had it, or at another password, is none at this one. */
export const forgetFailures = ({ deps, tx }: LockedAccount, email: string) =>
  forgetAttempts(deps, tx, { 'failures of strangers': email, 'failures of the owner': email })

interface Guessed {
  /** A password that was chosen then or later is another one, and stays as it is. */
  chosenBefore?: Date
}

/** Takes a password out of use until it is replaced; false where it was before. */
export const disablePassword = ({ tx, user, now }: LockedAccount, guessed: Guessed = {}): Promise<boolean> =>
  store.mark(tx, user.id, 'disabledAt', now, guessed.chosenBefore)

/** Takes a password from whoever is not known, until it is replaced; false where it was before. */
export const refuseStrangers = ({ tx, user, now }: LockedAccount, guessed: Guessed = {}): Promise<boolean> =>
  store.mark(tx, user.id, 'strangersRefusedAt', now, guessed.chosenBefore)

/**
 * Makes a person with a password, as an admin.
 * @throws {ApiError} invalid_request naming `password` where it breaks a rule; a unique violation where the address is taken
 */
export async function createUserWithPassword(
  deps: Deps,
  { password, ...person }: Person & { password: string },
): Promise<User> {
  await requireNewPassword(deps, password, person)
  return createUser(deps, person, await deps.hasher.hash(password))
}

/**
 * The same with the hash that another system made of their password; it is renewed when they sign in.
 * @throws {ApiError} invalid_request naming `hash` where it could not be verified; a unique violation where the address is taken
 */
export async function importUser(deps: Deps, { hash, ...person }: Person & { hash: string }): Promise<User> {
  if (!isVerifiable(hash))
    throw invalidRequest({ hash: 'This is no hash that could be verified here; docs/operations.md says which can.' })
  return createUser(deps, person, hash)
}

const createUser = (deps: Deps, person: Person, hash: string): Promise<User> =>
  createAccount(deps, systemContext(deps), person, async account => {
    await setPassword(account, hash)
    await voidClaims(account, person.email)
    await record(account, 'account_created')
    return account.user
  })
