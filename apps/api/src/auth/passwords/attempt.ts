import * as z from 'zod/mini'
import type { Deps } from '../../deps.ts'
import { type RequestContext, RequestFacts, type SessionContext } from '../../platform/context.ts'
import { ApiError } from '../../platform/errors.ts'
import { jobKind } from '../../platform/jobs/jobs.ts'
import { type Attempt, type Counters, countAttempt } from '../limits/attempts.ts'

/** Who says that an account is theirs (NIST SP 800-63-4), and what they are known by to its owner before they prove it. */
export type Claimant = { readonly email: string } & (
  | { readonly knownBy: 'nothing' }
  | { readonly knownBy: 'browser'; readonly deviceId: string }
  | { readonly knownBy: 'session'; readonly sessionId: string; readonly userId: string }
)

export const claimantOf = ({ user, session }: SessionContext): Claimant => ({
  email: user.email,
  knownBy: 'session',
  sessionId: session.id,
  userId: user.id,
})

/** So many wrong passwords in a row that it is to be refused, to strangers or to everybody, and its owner to know. */
export const passwordGuessed = jobKind(
  'password guessed',
  z.extend(RequestFacts, { email: z.string(), by: z.enum(['strangers', 'owner']) }),
)

export interface PasswordAttempt extends Pick<Attempt, 'succeeded'> {
  /** The password was wrong, or is no longer theirs. Answers the refusal to throw. */
  failed(fields?: Record<string, string>): Promise<ApiError>
}

/**
 * Counts an attempt at a password, before it is looked at. After a hundred wrong ones in a row nobody may go on (NIST SP 800-63B-4
 * section 3.2.2). Strangers have one half of them, so that they take the password from strangers only; the owner's browsers and
 * sessions have the other. Whether or not anybody has the address, the same is counted and done; only a job finds out. Each wrong one
 * from the last on adds that job, so nothing hangs on one of them, and only the first job has anything to do.
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

/** Strangers who guess use up what strangers may, never what the owner's own browsers and sessions may. */
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
