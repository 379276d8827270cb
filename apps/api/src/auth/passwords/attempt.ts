import * as z from 'zod/mini'
import type { Deps } from '../../deps.ts'
import { type RequestContext, RequestFacts, type SessionContext } from '../../platform/context.ts'
import { ApiError } from '../../platform/errors.ts'
import { jobKind } from '../../platform/jobs/jobs.ts'
import { sharers } from '../../platform/jobs/shares.ts'
import { type Attempt, type Counters, countAttempt } from '../limits/attempts.ts'

/** A person who claims an account (NIST SP 800-63-4), and what makes them known to us before they prove the claim. */
export type Claimant = { readonly email: string } & (
  | { readonly knownBy: 'nothing' }
  | { readonly knownBy: 'browser'; readonly deviceId: string }
  | { readonly knownBy: 'session'; readonly sessionId: string; readonly userId: string }
)

/** The person of a session, as a claimant. */
export const claimantOf = ({ user, session }: SessionContext): Claimant => ({
  email: user.email,
  knownBy: 'session',
  sessionId: session.id,
  userId: user.id,
})

/** Added after too many wrong passwords in a row. The job refuses the password, to strangers or to everybody, and tells the owner. */
export const passwordGuessed = jobKind(
  'password guessed',
  z.extend(RequestFacts, { email: z.string(), by: z.enum(['strangers', 'owner']) }),
  { sharedBy: ({ email, ip }) => sharers(email, ip) },
)

export interface PasswordAttempt extends Pick<Attempt, 'succeeded'> {
  /** The password was wrong, or was replaced meanwhile. Returns the error to throw. */
  failed(fields?: Record<string, string>): Promise<ApiError>
}

/**
 * Counts a password attempt, before the password is verified. An account allows a hundred wrong ones in a row at most (NIST SP
 * 800-63B-4 section 3.2.2). Half of them are for strangers, who can only make the password fail for strangers. The other half is
 * for the owner's browsers and sessions. The work is the same for an address without an account; only a job looks up the account.
 * From the fiftieth on, each wrong password adds that job, so a lost job does no harm. Only the first job has an effect.
 * @throws {ApiError} rate_limited
 */
export async function countPasswordAttempt(
  deps: Deps,
  context: RequestContext,
  claimant: Claimant,
): Promise<PasswordAttempt> {
  const attempt = await countAttempt(deps, context, countersOf(claimant, context))
  return {
    succeeded: attempt.succeeded,
    async failed(fields) {
      if (attempt.isOneTooMany) {
        const by = claimant.knownBy === 'nothing' ? ('strangers' as const) : ('owner' as const)
        await deps.jobs.add(deps.db, passwordGuessed, { ...context, email: claimant.email, by })
      }
      return new ApiError('invalid_credentials', fields ? { fields } : {})
    },
  }
}

/** Strangers have counters of their own, so their guesses never use up the attempts of the owner's browsers and sessions. */
function countersOf(claimant: Claimant, { ip }: RequestContext): Counters {
  const { email } = claimant
  switch (claimant.knownBy) {
    case 'nothing':
      return { 'sign-in to an address': email, 'sign-in from a network': ip ?? '', 'failures of strangers': email }
    case 'browser':
      return { 'sign-in from a known browser': claimant.deviceId, 'failures of the owner': email }
    case 'session':
      return { 'password in a session': claimant.sessionId, 'failures of the owner': email }
  }
}
