import type * as contract from '@latchkey/contracts/auth/sign-up-by-passkey'
import type { CreationOptions } from '@latchkey/contracts/auth/webauthn'
import type { Input } from '@latchkey/contracts/endpoint'
import { isUniqueViolation } from '@latchkey/database/errors'
import type { Challenge, User } from '@latchkey/database/models'
import * as z from 'zod/mini'
import type { Deps } from '../../deps.ts'
import type { VisitorContext } from '../../platform/context.ts'
import { newId } from '../../platform/crypto/id.ts'
import { ApiError } from '../../platform/errors.ts'
import { createAccount } from '../account/change-account.ts'
import { closeChallenge, findChallenge, findPrepared, openVisitorChallenge } from '../challenges/service.ts'
import { isBrowserOf } from '../challenges/sign-up-attempts.ts'
import { countAttempt } from '../limits/attempts.ts'
import { verifyRegistration } from '../passkeys/ceremonies.ts'
import { isChallengeOf } from '../passkeys/challenge-bytes.ts'
import { addFirstPasskey } from '../passkeys/first-passkey.ts'
import { firstPasskeyOptions } from '../passkeys/options.ts'
import { findPasskey } from '../passkeys/service.ts'
import { forgetFailures } from '../passwords/service.ts'
import { bindTo, isBoundTo } from '../sign-in/browser-binding.ts'
import { enter, type SignedIn } from '../sign-in/gate.ts'
import { finishSignUp, nameFor, requireProven } from './service.ts'

/** As long as a person may need to find a key, or the lost page. */
const lifetimeMs = 10 * 60_000

const Payload = z.object({
  /** The hash of the browser's token; null for an API client. */
  browser: z.nullable(z.string()),
  /** The sign-up whose address was proven. */
  attemptId: z.string(),
  /** Of the account that will be created: the passkey names it. */
  userId: z.string(),
})

export interface FirstPasskeyOptions {
  readonly challenge: string
  readonly options: CreationOptions
  /** For the browser's cookie; null for an API client. */
  readonly browserToken: string | null
}

/**
 * Opens the registration of the passkey that an account begins with. The address must be proven first: otherwise a stranger could attach a
 * passkey to it, and wait for its owner to finish (pre-hijacking). The code or link stays valid, so a person may still choose a password.
 * @throws {ApiError} invalid_link; invalid_code; rate_limited
 */
export async function askForFirstPasskey(
  deps: Deps,
  context: VisitorContext,
  proof: Input<typeof contract.firstPasskeyOptions>,
): Promise<FirstPasskeyOptions> {
  const attempt = await requireProven(deps, context, proof)
  // Afterwards: wrong codes have counts of their own, and must not make others in the network wait.
  await countAttempt(deps, context, { 'passkey options from a network': context.ip ?? '' })
  const isOwnBrowser = isBrowserOf(deps, attempt, context.browser?.signUp)
  const binding = context.browser && bindTo(deps, context.browser)
  const userId = newId(deps.clock.now())
  const payload: z.output<typeof Payload> = { browser: binding?.hash ?? null, attemptId: attempt.id, userId }
  const { id, secret } = await openVisitorChallenge(deps, 'sign_up_passkey', { lifetimeMs, payload })
  const person = { id: userId, email: attempt.address, name: nameFor(attempt, { isOwnBrowser }) }
  return { challenge: secret, options: firstPasskeyOptions(deps, id, person), browserToken: binding?.token ?? null }
}

export interface SignedUp {
  readonly user: User
  /** Null in another browser than the one that signed up, as after `verify`. */
  readonly signedIn: SignedIn | null
  readonly recoveryCodes: string[]
}

/**
 * Creates the account of a proven address, with a passkey that checked the person and no password.
 * @throws {ApiError} invalid_factor, also if an account has this passkey; invalid_challenge, also in another browser, and if the sign-up
 *   ended or the address was taken in the meantime; rate_limited; unavailable
 */
export async function signUpWithPasskey(
  deps: Deps,
  context: VisitorContext,
  { challenge: secret, credential }: Input<typeof contract.signUpWithPasskey>,
): Promise<SignedUp> {
  const { challenge, attempt, userId } = await requireOpen(deps, context, secret)
  const made = await verifyRegistration(deps.settings.passkeys, credential, {
    isOurs: isChallengeOf(deps, challenge.id),
    mustVerifyUser: true,
  })
  if (!made || (await findPasskey(deps, credential.id))) throw new ApiError('invalid_factor')

  const { browser } = context
  const isOwnBrowser = isBrowserOf(deps, attempt, browser?.signUp)
  const person = { id: userId, email: attempt.address ?? '', name: nameFor(attempt, { isOwnBrowser }) }
  const signedUp = await createAccount(deps, context, person, async account => {
    if (!(await closeChallenge(account, challenge))) throw new ApiError('invalid_challenge')
    await forgetFailures(account, account.user.email)
    const { methods, recoveryCodes } = await addFirstPasskey(account, made)
    await finishSignUp(account, attempt, 'invalid_challenge')
    const entry = { methods, delivery: 'cookie', remembered: false, browser } as const
    const signedIn = isOwnBrowser ? await enter(account, entry) : null
    return { user: account.user, signedIn, recoveryCodes }
  }).catch(error => {
    throw isUniqueViolation(error) ? new ApiError('invalid_challenge') : error
  })
  return signedUp
}

/**
 * Finds the challenge that this browser asked for, and the sign-up that it is part of.
 * @throws {ApiError} invalid_challenge if one of them has ended, or another browser asked
 */
async function requireOpen(
  deps: Deps,
  { browser }: VisitorContext,
  secret: string,
): Promise<{ challenge: Challenge; attempt: Challenge; userId: string }> {
  const challenge = await findChallenge(deps, 'sign_up_passkey', secret)
  if (!challenge) throw new ApiError('invalid_challenge')
  const { browser: hash, attemptId, userId } = Payload.parse(challenge.payload)
  const attempt = await findPrepared(deps, 'sign_up', attemptId)
  if (!attempt || !isBoundTo(deps, hash, browser)) throw new ApiError('invalid_challenge')
  return { challenge, attempt, userId }
}
