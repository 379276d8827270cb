import type * as contract from '@latchkey/contracts/auth/lost-factors'
import type { Input } from '@latchkey/contracts/endpoint'
import type { Deps } from '../../deps.ts'
import type { RequestContext, SessionContext, VisitorContext } from '../../platform/context.ts'
import { ApiError } from '../../platform/errors.ts'
import { changeAccount, isActive } from '../account/change-account.ts'
import { changeOwnAccount } from '../account/own-account.ts'
import { roleOf } from '../account/role.ts'
import { findRepeatable, finishChallenge, isFinished, isStillOpen } from '../challenges/service.ts'
import { countAction } from '../limits/attempts.ts'
import { requireSession } from '../sessions/confirmation.ts'
import { requireUnfinished } from '../sign-in/unfinished.ts'
import { cancelReset, findOwnResetAt, isBeyondMail, startReset } from './requests.ts'

/**
 * Asks to remove all second factors, for a person who has lost every one. It takes an unfinished sign-in, so they have proven the
 * password or the mailbox. The sign-in stays open: a factor that turns up can still finish it. Returns when the factors are removed.
 * @throws {ApiError} invalid_challenge, also if the person was disabled or deleted; not_possible for an admin: only
 *   `latchkey user reset-factors` starts it; rate_limited, after requests that were cancelled
 */
export async function askForReset(
  deps: Deps,
  context: VisitorContext,
  { challenge: secret }: Input<typeof contract.askForFactorReset>,
): Promise<{ userId: string; resetAt: Date }> {
  const { challenge } = await requireUnfinished(deps, context, secret)
  const { userId } = challenge
  const resetAt = await changeAccount(deps, context, userId, async account => {
    // A finished sign-in, or a factor that was removed meanwhile, voids it.
    if (!isActive(account.user) || !(await isStillOpen(account, challenge))) return null
    // Otherwise a password and a week make an admin. An operator can ask who it is.
    if (roleOf(account.user) === 'admin') throw new ApiError('not_possible')
    if (!(await findOwnResetAt(account))) await countAction(account, { 'factor resets of a person': userId })
    return startReset(account, 'person')
  })
  if (!resetAt) throw new ApiError('invalid_challenge')
  return { userId, resetAt }
}

/**
 * Cancels the request, from any session of the person.
 * @throws {ApiError} session_ended; invalid_token
 */
export const cancelResetInSession = (deps: Deps, context: SessionContext): Promise<void> =>
  changeOwnAccount(deps, context, async account => {
    await requireSession(account)
    await cancelReset(account)
  })

/**
 * Cancels the request, for a person who reads the mail of the account. It ends no session, and may be repeated: an answer may get
 * lost. Returns the id of the person.
 * @throws {ApiError} invalid_link, also once the factors were removed, or another request waits, or one of a disabled person
 */
export async function keepFactors(
  deps: Deps,
  context: RequestContext,
  { token }: Input<typeof contract.keepFactors>,
): Promise<string> {
  const challenge = await findRepeatable(deps, 'keep_factors', token)
  if (!challenge?.userId) throw new ApiError('invalid_link')
  const isKept = await changeAccount(deps, context, challenge.userId, async account => {
    if (await isBeyondMail(account)) return false
    if (await isFinished(account, challenge))
      return account.user.secondFactorSince !== null && (await findOwnResetAt(account)) === null
    if (!(await finishChallenge(account, challenge))) return false
    await cancelReset(account)
    return true
  })
  if (!isKept) throw new ApiError('invalid_link')
  return challenge.userId
}
