import type * as contract from '@latchkey/contracts/auth/sign-in'
import type { Input } from '@latchkey/contracts/endpoint'
import type { Deps } from '../../deps.ts'
import type { SessionContext, VisitorContext } from '../../platform/context.ts'
import { ApiError } from '../../platform/errors.ts'
import { changeAccount } from '../account/change-account.ts'
import { record, recordOutside } from '../audit-log/service.ts'
import { countAction } from '../limits/attempts.ts'
import { type Claimant, claimantOf, countPasswordAttempt } from '../passwords/attempt.ts'
import { stillHolds, verifyPassword } from '../passwords/service.ts'
import { confirmSession, type RotatedTokens } from '../sessions/confirmation.ts'
import { findKnownDevice } from '../sessions/devices.ts'
import { enter, type SignedIn } from './gate.ts'

/**
 * Signs a person in by address and password.
 * @throws {ApiError} invalid_credentials, the same for an unknown address, a wrong password, a disabled and a deleted account;
 *   cross_origin; rate_limited; unavailable
 */
export async function signIn(
  deps: Deps,
  context: VisitorContext,
  { email, password, remember, delivery }: Input<typeof contract.signIn>,
): Promise<SignedIn> {
  const browser = delivery === 'cookie' ? context.browser : null
  // Otherwise another site could sign a person in as somebody else (login CSRF).
  if (delivery === 'cookie' && !browser) throw new ApiError('cross_origin')
  const seen = await findKnownDevice(deps, email, browser?.device)
  const claimant: Claimant = seen ? { email, knownBy: 'browser', deviceId: seen.id } : { email, knownBy: 'nothing' }

  const attempt = await countPasswordAttempt(deps, context, claimant)
  const proof = await verifyPassword(deps, context, claimant, password)
  const signedIn =
    proof &&
    (await changeAccount(deps, context, proof.user.id, async account =>
      (await stillHolds(account, proof))
        ? enter(account, { methods: ['pwd'], delivery, remembered: remember, browser, seen })
        : null,
    ))
  if (!signedIn) throw await attempt.failed()
  await attempt.succeeded()
  return signedIn
}

/**
 * Confirms the password inside a session. For ten minutes the session may do sensitive things, with new tokens.
 * @throws {ApiError} invalid_credentials, the same for a wrong password, a missing one, and a disabled or deleted account;
 *   rate_limited; unavailable; session_ended or invalid_token if the session ended or its token changed meanwhile
 */
export async function confirm(
  deps: Deps,
  context: SessionContext,
  { password }: Input<typeof contract.confirm>,
): Promise<RotatedTokens & { confirmedUntil: Date }> {
  const claimant = await claimantOf(deps, context)
  const attempt = await countPasswordAttempt(deps, context, claimant)
  const proof = await verifyPassword(deps, context, claimant, password)
  const confirmed =
    proof &&
    (await changeAccount(deps, context, context.user.id, async account => {
      if (!(await stillHolds(account, proof))) return null
      await countAction(account, { 'confirmation of a person': account.user.id })
      await record(account, 'confirmed')
      return confirmSession(account)
    }))
  if (!confirmed) {
    await recordOutside(deps, context, 'confirm_failed')
    throw await attempt.failed({ password: ['passwordWrong'] })
  }
  await attempt.succeeded()
  return confirmed
}
