import type { PasswordState } from '@latchkey/contracts/auth/passwords'
import type { User } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import { type RequestContext, systemContext } from '../../platform/context.ts'
import { problemOfHash } from '../../platform/crypto/hasher.ts'
import { invalidRequest } from '../../platform/errors.ts'
import { createAccount, type LockedAccount, type NewAccount, type NewAccounts } from '../account/change-account.ts'
import { record } from '../audit-log/service.ts'
import { voidClaims } from '../challenges/service.ts'
import { forgetAttempts } from '../limits/attempts.ts'
import { hashPassword } from './hashing.ts'
import { type Person, whyNotAgain, whyRefused } from './rules.ts'
import * as store from './store.ts'

/**
 * Checks a password that a person chooses, and hashes it. `isKnown`: whether they have shown a session, a device or a mailed secret.
 * A person with an id has an account. They may not choose its present password, nor one that others may know.
 * @throws {ApiError} invalid_request with a sentence for `password`; unavailable
 */
export async function hashNewPassword(
  deps: Deps,
  { ip }: RequestContext,
  { password, person, isKnown }: { password: string; person: Person & { id?: string }; isKnown: boolean },
): Promise<string> {
  await requireNewPassword(deps, password, person)
  return deps.hasher.takeTurn({ ip, knownAs: isKnown ? person.email : null }, async () => {
    const refusal = person.id === undefined ? undefined : await whyNotAgain(deps, person.id, password)
    if (refusal !== undefined) throw invalidRequest({ password: refusal })
    return hashPassword(deps, password)
  })
}

async function requireNewPassword(deps: Deps, password: string, person: Person): Promise<void> {
  const refusal = await whyRefused(deps, password, person)
  if (refusal !== undefined) throw invalidRequest({ password: refusal })
}

/** Sets the first password of a new account. `replacePassword` sets a later one. */
export const setFirstPassword = (account: NewAccount, hash: string): Promise<void> => savePassword(account, hash)

/**
 * Sets the first passwords of new accounts, as hashes that `problemOfHash` accepts. An account that `hashOf` gives none for has none.
 * Attempts of strangers at its address from before do not count.
 */
export async function setFirstPasswords(accounts: NewAccounts, hashOf: (email: string) => string | null) {
  const { deps, tx, users, now } = accounts
  const passwords = users.flatMap(({ id, email }) => {
    const hash = hashOf(email)
    return hash === null ? [] : [{ userId: id, hash }]
  })
  await store.insertPasswords(tx, passwords, now)
  await forgetAttempts(deps, tx, ...users.map(({ email }) => failuresAt(email)))
}

/**
 * Stores a password, and forgets the attempts of strangers to sign in: they were at the old one, or knew it. Everybody may sign in with
 * it, also strangers. The count of wrong factors in a row stays, so a reset brings few new guesses. The old password is kept for a while,
 * in case it is reported. Only this room calls it.
 */
export async function savePassword(account: LockedAccount, hash: string): Promise<void> {
  if (!account.isNew) await store.keepFormer(account.tx, account.user.id, account.now)
  await store.upsertPassword(account.tx, account.user.id, hash, account.now)
  const { deps, tx, user } = account
  await forgetAttempts(deps, tx, {
    'failures of strangers': user.email,
    'failed codes of strangers': user.email,
    'sign-in on a new device': user.id,
    // A reset makes none of the person's browsers known.
    ...(user.secondFactorSince && {
      'sign-in to an address': user.email,
      'factor of a person': user.id,
      // Others who knew the old password may have asked.
      'factor resets of a person': user.id,
    }),
  })
}

/** Deletes the password. It is kept among the former ones, in case it is reported. Only this room calls it. */
export async function forgetPassword({ tx, user, now }: LockedAccount): Promise<void> {
  await store.keepFormer(tx, user.id, now)
  await store.remove(tx, user.id)
}

/** Whether the person has a password that works. */
export const hasPassword = ({ tx, user }: LockedAccount): Promise<boolean> => store.isUsable(tx, user.id)

/** Forgets the failed attempts of strangers at an address. Those before the account had it do not count. */
export const forgetFailures = ({ deps, tx }: LockedAccount, email: string) =>
  forgetAttempts(deps, tx, failuresAt(email))

const failuresAt = (email: string) => ({ 'failures of strangers': email, 'failed codes of strangers': email })

interface RefusalOptions {
  /** Leaves a password alone that was chosen at this time or later. */
  chosenBefore?: Date
}

/**
 * Makes the password unusable, and refuses it and those before it for good, after "this wasn't me". A thief may have used any of them: the
 * owner's own one too, if the thief has replaced it since.
 */
export async function refusePasswords(account: LockedAccount): Promise<void> {
  const { tx, user, now } = account
  await store.mark(tx, user.id, 'disabledAt', now)
  await store.refuseFormer(tx, user.id, now)
}

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
  return createUser(deps, person, await hashPassword(deps, password))
}

/**
 * Creates a user with a password hash from another system. The hash is renewed when they sign in.
 * @throws {ApiError} invalid_request naming `hash` if it could not be verified; a unique violation if the address is taken
 */
export async function importUser(deps: Deps, { hash, ...person }: Person & { hash: string }): Promise<User> {
  if (problemOfHash(hash, deps.settings.hashKeys) !== null)
    throw invalidRequest({ hash: 'This hash could not be verified here. docs/import.md lists the formats that can.' })
  return createUser(deps, person, hash)
}

const createUser = (deps: Deps, person: Person, hash: string): Promise<User> =>
  createAccount(deps, systemContext(deps), person, async account => {
    await setFirstPassword(account, hash)
    await voidClaims(account, person.email)
    await record(account, 'account_created')
    return account.user
  })

/** The hashes of those of these people whose password works everywhere, by their id. For an export by an admin only. */
export async function findUsableHashes({ db }: Deps, userIds: string[]): Promise<ReadonlyMap<string, string>> {
  return new Map((await store.listUsable(db, userIds)).map(({ userId, hash }) => [userId, hash]))
}

/** What the owner may see of a working password. Null if there is none. */
export async function findPasswordState({ db }: Deps, userId: string): Promise<PasswordState | null> {
  const found = await store.findWithoutHash(db, userId)
  if (!found || found.disabledAt) return null
  return {
    changedAt: found.changedAt.toISOString(),
    strangersRefusedAt: found.strangersRefusedAt?.toISOString() ?? null,
  }
}
