import type * as contract from '@latchkey/contracts/auth/sign-in'
import type { Input } from '@latchkey/contracts/endpoint'
import type { Deps } from '../../deps.ts'
import type { BrowserTokens, VisitorContext } from '../../platform/context.ts'
import { ApiError } from '../../platform/errors.ts'
import { changeAccount, type LockedAccount } from '../account/change-account.ts'
import { type Claimant, countPasswordAttempt } from '../passwords/attempt.ts'
import { stillHolds, verifyPassword } from '../passwords/verify.ts'
import { findKnownDevice, type KnownDevice } from '../sessions/devices.ts'
import { enter, type SignedIn } from './gate.ts'
import type { Unfinished } from './unfinished.ts'

/**
 * Signs a person in by address and password. A person with a second factor gets an unfinished sign-in.
 * @throws {ApiError} invalid_credentials, the same for an unknown address, a wrong password, a disabled and a deleted account;
 *   cross_origin; rate_limited; unavailable
 */
export async function signIn(
  deps: Deps,
  context: VisitorContext,
  { email, password, remember, delivery }: Input<typeof contract.signIn>,
): Promise<SignedIn | Unfinished> {
  const browser = delivery === 'cookie' ? context.browser : null
  // Otherwise another site could sign a person in as somebody else (login CSRF).
  if (delivery === 'cookie' && !browser) throw new ApiError('cross_origin')
  return provePassword(deps, context, { email, password, browser }, (account, seen) =>
    enter(account, { methods: ['pwd'], delivery, remembered: remember, browser, seen }),
  )
}

/**
 * Proves an account by address and password, and goes on with it. `browser`: null for an API client.
 * @throws {ApiError} as `signIn`, and what `enterWith` throws
 */
export async function provePassword<Result>(
  deps: Deps,
  context: VisitorContext,
  { email, password, browser }: { email: string; password: string; browser: BrowserTokens | null },
  enterWith: (account: LockedAccount<VisitorContext>, seen: KnownDevice | null) => Promise<Result>,
): Promise<Result> {
  const seen = await findKnownDevice(deps, email, browser?.device)
  const claimant: Claimant = seen ? { email, knownBy: 'browser', deviceId: seen.id } : { email, knownBy: 'nothing' }

  const attempt = await countPasswordAttempt(deps, context, claimant)
  const proof = await verifyPassword(deps, context, claimant, password)
  const entered =
    proof &&
    (await changeAccount(deps, context, proof.user.id, async account =>
      (await stillHolds(account, proof)) ? enterWith(account, seen) : null,
    ))
  if (!entered) throw await attempt.failed()
  await attempt.succeeded()
  return entered
}
