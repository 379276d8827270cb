import type * as contract from '@latchkey/contracts/auth/passkeys'
import { disputedPasskey, unknownPasskey } from '@latchkey/contracts/auth/passkeys'
import type { RequestOptions } from '@latchkey/contracts/auth/webauthn'
import type { Input } from '@latchkey/contracts/endpoint'
import type { Challenge } from '@latchkey/database/models'
import * as z from 'zod/mini'
import type { Deps } from '../../deps.ts'
import type { VisitorContext } from '../../platform/context.ts'
import { ApiError } from '../../platform/errors.ts'
import { changeAccount, isActive } from '../account/change-account.ts'
import { closeChallenge, closeVisitorChallenge, findChallenge, openVisitorChallenge } from '../challenges/service.ts'
import { withAssurance } from '../factors/assurance.ts'
import { countAttempt } from '../limits/attempts.ts'
import { isDisputed } from '../lost-factors/requests.ts'
import { findDeviceOfAnyone } from '../sessions/devices.ts'
import { bindTo, isBoundTo } from '../sign-in/browser-binding.ts'
import { enter, type SignedIn } from '../sign-in/gate.ts'
import { verifyAssertion } from './ceremonies.ts'
import { isChallengeOf } from './challenge-bytes.ts'
import { decoyFor } from './decoy.ts'
import { signInOptions } from './options.ts'
import { findPasskey, usePasskey } from './service.ts'

/** Autofill waits in the page. The page asks for new options when these have expired. */
const lifetimeMs = 10 * 60_000

/** The hash of the browser's token; null for an API client. */
const Payload = z.object({ browser: z.nullable(z.string()) })

export interface PasskeyOptions {
  readonly challenge: string
  readonly options: RequestOptions
  /** For the browser's cookie; null for an API client. */
  readonly browserToken: string | null
}

/**
 * Opens a sign-in by passkey. It knows no person, so the answer is the same for everybody.
 * @throws {ApiError} rate_limited
 */
export async function askForPasskey(deps: Deps, context: VisitorContext): Promise<PasskeyOptions> {
  const known = await findDeviceOfAnyone(deps, context.browser?.device)
  const counters = known
    ? { 'passkey options in a known browser': known.id }
    : { 'passkey options from a network': context.ip ?? '' }
  await countAttempt(deps, context, counters)
  const binding = context.browser && bindTo(deps, context.browser, 'passkey')
  const payload: z.output<typeof Payload> = { browser: binding?.hash ?? null }
  const { id, secret } = await openVisitorChallenge(deps, 'passkey', { lifetimeMs, payload })
  return { challenge: secret, options: signInOptions(deps, id), browserToken: binding?.token ?? null }
}

/**
 * Signs a person in with a passkey that checked them, which counts as two factors. Every fault of it gets one answer, which says
 * only whether there is such a passkey. A right one is refused too while a disputed removal of all factors waits, and does not end it:
 * the passkey may be the thief's that is to be removed. After a password or a mailed code it works (`second-step.ts`).
 * @throws {ApiError} invalid_factor, also if the person is disabled; invalid_challenge, also in another browser; cross_origin;
 *   rate_limited; unavailable
 */
export async function signInWithPasskey(
  deps: Deps,
  context: VisitorContext,
  { challenge: secret, credential, remember, delivery }: Input<typeof contract.signInWithPasskey>,
): Promise<SignedIn> {
  const browser = delivery === 'cookie' ? context.browser : null
  // Otherwise another site could sign a person in as somebody else (login CSRF).
  if (delivery === 'cookie' && !browser) throw new ApiError('cross_origin')
  // No count: a passkey cannot be guessed, and a wait would keep others in the network from signing in. Options are counted.
  const challenge = await requireChallenge(deps, context, secret)

  const passkey = await findPasskey(deps, credential.id)
  const expected = { isOurs: isChallengeOf(deps, challenge.id), mustVerifyUser: true, mustNameUser: true }
  const { passkeys: site } = deps.settings
  const verified = passkey && (await verifyAssertion(site, credential, { ...expected, passkey }))
  if (!passkey) await verifyAssertion(site, credential, { ...expected, passkey: decoyFor(credential) })
  const signedIn =
    verified &&
    (await changeAccount(deps, context, verified.passkey.userId, async account => {
      if (!isActive(account.user)) return null
      const proven = await usePasskey(account, verified, challenge)
      if (!(await closeChallenge(account, challenge))) throw new ApiError('invalid_challenge')
      if (!proven) return null
      if (await isDisputed(account)) return 'disputed'
      const methods = withAssurance(proven)
      const entered = await enter(account, { methods, delivery, remembered: remember, browser })
      if ('challenge' in entered) throw new Error('A passkey that checked the person was not enough.')
      return entered
    }))
  // Each challenge has one answer: a wrong one that is sent again and again must cost no more.
  if (!signedIn) await closeVisitorChallenge(deps, challenge)
  // Its id is random and known to its holder alone, so this tells a guesser nothing.
  if (!passkey) throw new ApiError('invalid_factor', { reason: unknownPasskey })
  if (!signedIn) throw new ApiError('invalid_factor')
  if (signedIn === 'disputed') throw disputedPasskeyRefusal()
  return signedIn
}

/** The answer to a right passkey while a disputed removal of all factors waits. */
export const disputedPasskeyRefusal = () =>
  new ApiError('invalid_factor', { reason: disputedPasskey, detail: words => words.passkeyDisputed })

async function requireChallenge(deps: Deps, { browser }: VisitorContext, secret: string): Promise<Challenge> {
  const challenge = await findChallenge(deps, 'passkey', secret)
  if (!challenge || !isBoundTo(deps, Payload.parse(challenge.payload).browser, browser, 'passkey'))
    throw new ApiError('invalid_challenge')
  return challenge
}
