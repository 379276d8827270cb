import type * as contract from '@latchkey/contracts/auth/second-step'
import type { RequestOptions } from '@latchkey/contracts/auth/webauthn'
import type { Input } from '@latchkey/contracts/endpoint'
import type { Deps } from '../../deps.ts'
import type { VisitorContext } from '../../platform/context.ts'
import { ApiError } from '../../platform/errors.ts'
import { changeAccount, isActive } from '../account/change-account.ts'
import { closeChallenge } from '../challenges/service.ts'
import { withAssurance } from '../factors/assurance.ts'
import { countFactorAttempt } from '../factors/attempt.ts'
import { countAttempt } from '../limits/attempts.ts'
import { findProofOptions } from '../passkeys/service.ts'
import { findKnownDevice } from '../sessions/devices.ts'
import { enter, type SignedIn } from './gate.ts'
import { requireUnfinished } from './unfinished.ts'
import { verifyFactor } from './verify-factor.ts'

/**
 * The options with which a passkey can finish this sign-in. They may be asked for again.
 * @throws {ApiError} invalid_challenge, also if the person has no passkey here; rate_limited
 */
export async function findFactorOptions(
  deps: Deps,
  context: VisitorContext,
  { challenge: secret }: Input<typeof contract.factorOptions>,
): Promise<RequestOptions> {
  const { challenge } = await requireUnfinished(deps, context, secret)
  await countAttempt(deps, context, { 'passkey options of a sign-in': challenge.id })
  const options = await findProofOptions(deps, deps.db, { userId: challenge.userId, challengeId: challenge.id })
  if (!options) throw new ApiError('invalid_challenge')
  return options
}

/**
 * Finishes a sign-in with a second factor. What the first step asked for (cookie or bearer, remember) still counts. A wrong proof can be
 * followed by another one; a right one is used up together with the sign-in.
 * @throws {ApiError} invalid_factor; invalid_challenge, also if the person was disabled in the meantime; rate_limited; unavailable
 */
export async function proveFactor(
  deps: Deps,
  context: VisitorContext,
  { challenge: secret, trustBrowser, ...proof }: Input<typeof contract.proveFactor>,
): Promise<SignedIn> {
  const { challenge, first } = await requireUnfinished(deps, context, secret)
  const browser = first.delivery === 'cookie' ? context.browser : null
  const seen = await findKnownDevice(deps, challenge.address ?? '', browser?.device)
  const knownBy = seen ? { sessionId: null, deviceId: seen.id } : null

  const claimant = { userId: challenge.userId, signInId: challenge.id, knownBy }
  const attempt = await countFactorAttempt(deps, context, claimant, proof.method)
  const signedIn = await changeAccount(deps, context, challenge.userId, async account => {
    if (!isActive(account.user)) throw new ApiError('invalid_challenge')
    const proven = await verifyFactor(account, proof, { challenge, proven: first.methods })
    if (!proven) return null
    if (!(await closeChallenge(account, challenge))) throw new ApiError('invalid_challenge')
    const { delivery, remembered, identity } = first
    const methods = withAssurance([...first.methods, ...proven])
    const entry = { methods, delivery, remembered, browser, seen, identity, trustsBrowser: trustBrowser }
    const entered = await enter(account, entry)
    // A second proof of the same kind. The transaction gives the factor back.
    if ('challenge' in entered) throw new ApiError('invalid_factor')
    return entered
  })
  if (!signedIn) throw await attempt.failed()
  await attempt.succeeded()
  return signedIn
}
