import { normalisePassword } from '@latchkey/contracts/auth/new-passwords'
import type { FieldMessage } from '@latchkey/contracts/words/fields'
import type { Deps } from '../../deps.ts'
import type { RequestContext } from '../../platform/context.ts'
import { isActive, type LockedAccount } from '../account/change-account.ts'
import type { Claimant } from './attempt.ts'
import { hashPassword, matchingForm } from './hashing.ts'
import { whyNotAgain, whyRefused } from './rules.ts'
import * as store from './store.ts'

/** A password that was verified a moment ago. `stillHolds` checks it again, inside the transaction that relies on it. */
export interface PasswordProof {
  readonly user: store.KnownUser
  /** The hash it was verified against. */
  readonly hash: string
  /** When this password was set. */
  readonly changedAt: Date
  /** The hash to store instead, if the old one has lower settings, another algorithm, or another form of the password. */
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
 * Verifies the current password and hashes the new one, each in a turn of the queue. Checks the new one only if the current one is right,
 * and outside of a turn: that check may wait a second for an external server, and others wait for the turn.
 * @throws {ApiError} unavailable, if too many wait for their turn
 */
export async function verifyAndHash(
  deps: Deps,
  context: RequestContext,
  claimant: Claimant,
  { currentPassword, newPassword }: { currentPassword: string; newPassword: string },
): Promise<(PasswordProof & ({ refusal: FieldMessage } | { chosenHash: string })) | null> {
  const proof = await verifyPassword(deps, context, claimant, currentPassword)
  if (!proof) return null
  const refusal = await whyRefused(deps, newPassword, proof.user)
  if (refusal !== undefined) return { ...proof, refusal }
  return deps.hasher.takeTurn(turnOf(context, claimant), async () => {
    // The contract refuses the current one.
    const refusal = await whyNotAgain(deps, proof.user.id, newPassword, { except: proof.hash })
    if (refusal !== undefined) return { ...proof, refusal }
    return { ...proof, chosenHash: await hashPassword(deps, newPassword) }
  })
}

const turnOf = ({ ip }: RequestContext, { email, knownBy }: Claimant) => ({
  ip,
  knownAs: knownBy === 'nothing' ? null : email,
})

async function verify(deps: Deps, claimant: Claimant, password: string): Promise<PasswordProof | null> {
  const found =
    claimant.knownBy === 'session'
      ? // The session may remember an older address.
        await store.findUserWithHashById(deps.db, claimant.userId)
      : await store.findUserWithHash(deps.prepared, claimant.email, { isKnown: claimant.knownBy === 'browser' })
  const form = await matchingForm(deps, found?.hash ?? null, password)
  if (form === null || !found?.hash || !found.changedAt) return null
  const { hash, changedAt, ...user } = found
  const isOutdated = deps.hasher.isOutdated(hash) || form !== normalisePassword(password)
  return { user, hash, changedAt, newHash: isOutdated ? await hashPassword(deps, password) : null }
}

/** Hashing takes time. Checks again that the account is active and the password unchanged, and stores the newer hash. */
export async function stillHolds({ tx, prepared, user }: LockedAccount, proof: PasswordProof): Promise<boolean> {
  if (!isActive(user)) return false
  const { hash, changedAt, newHash } = proof
  if (newHash === null) return store.hasHash(prepared, user.id, hash)
  // Of two concurrent sign-ins with the same old hash, only one renews it. The other is right too.
  return (await store.exchangeHash(tx, user.id, hash, newHash)) || store.hasPasswordOf(tx, user.id, changedAt)
}
