import type { Deps } from '../../deps.ts'
import type { RequestContext, SessionContext } from '../../platform/context.ts'
import { ApiError } from '../../platform/errors.ts'
import { changeAccount } from '../account/change-account.ts'
import { record } from '../audit-log/service.ts'
import { type Attempt, type Counters, countAttempt } from '../limits/attempts.ts'
import { notify } from '../notices/service.ts'
import { factorNotices } from './letters.ts'

/** Who tries to prove a factor of an account, by what makes them known. */
export interface FactorClaimant {
  readonly userId: string
  readonly knownBy: { readonly session: string } | { readonly device: string } | null
}

/** The person of a session. */
export const ofSession = ({ user, session }: SessionContext): FactorClaimant => ({
  userId: user.id,
  knownBy: { session: session.id },
})

export interface FactorAttempt extends Pick<Attempt, 'succeeded'> {
  /** Returns the error to throw. */
  failed(): Promise<ApiError>
}

/**
 * Counts an attempt at a second factor, before it is verified. It counts for the person, across all factors and unfinished sign-ins: a
 * new sign-in brings no new guesses (CVE-2024-4629). A known browser and a session have counters of their own, so strangers cannot lock
 * the owner out. After five wrong ones of strangers the owner is told: they know the password.
 * @throws {ApiError} rate_limited
 */
export async function countFactorAttempt(
  deps: Deps,
  context: RequestContext,
  claimant: FactorClaimant,
): Promise<FactorAttempt> {
  const attempt = await countAttempt(deps, context, countersOf(claimant))
  return {
    succeeded: attempt.succeeded,
    async failed() {
      await changeAccount(deps, context, claimant.userId, async account => {
        await record(account, 'factor_failed')
        if (attempt.isOneTooMany) await notify(account, factorNotices.guessed)
      })
      return new ApiError('invalid_factor')
    },
  }
}

function countersOf({ userId, knownBy }: FactorClaimant): Counters {
  if (knownBy === null) return { 'factor of a person': userId, 'failed factors of strangers': userId }
  return 'session' in knownBy
    ? { 'factor in a session': knownBy.session }
    : { 'factor in a known browser': knownBy.device }
}
