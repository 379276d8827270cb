import * as z from 'zod/mini'
import type { Deps } from '../../deps.ts'
import { type RequestContext, RequestFacts, type SessionContext } from '../../platform/context.ts'
import { ApiError, type Fields } from '../../platform/errors.ts'
import { jobKind } from '../../platform/jobs/jobs.ts'
import { sharers } from '../../platform/jobs/shares.ts'
import { type Attempt, type Counters, countAttempt } from '../limits/attempts.ts'
import { windowOfEverybody } from '../limits/keys.ts'
import { findDeviceOf } from '../sessions/devices.ts'

/** A person who claims an account (NIST SP 800-63-4), and what makes them known to us before they prove the claim. */
export type Claimant = { readonly email: string } & (
  | { readonly knownBy: 'nothing' }
  | { readonly knownBy: 'browser'; readonly deviceId: string }
  | {
      readonly knownBy: 'session'
      readonly sessionId: string
      readonly userId: string
      readonly deviceId: string | null
    }
)

/** The person of a session, as a claimant. */
export const claimantOf = async (deps: Deps, { user, session }: SessionContext): Promise<Claimant> => ({
  email: user.email,
  knownBy: 'session',
  sessionId: session.id,
  userId: user.id,
  deviceId: await findDeviceOf(deps, session.id),
})

/**
 * Added after too many wrong passwords in a row. The job refuses the password to strangers, or closes the known browser or the session
 * that they came from, and tells the owner.
 */
export const passwordGuessed = jobKind(
  'password guessed',
  z.extend(RequestFacts, {
    email: z.string(),
    by: z.enum(['strangers', 'owner']),
    deviceId: z._default(z.nullable(z.uuid()), null),
    sessionId: z._default(z.nullable(z.uuid()), null),
  }),
  { sharedBy: ({ email, ip }) => sharers(email, ip) },
)

export interface PasswordAttempt extends Pick<Attempt, 'succeeded'> {
  /** The password was wrong, or was replaced meanwhile. Returns the error to throw. */
  failed(fields?: Fields): Promise<ApiError>
}

/**
 * Counts a password attempt, before the password is verified. An attacker has a hundred wrong ones in a row at most (NIST SP
 * 800-63B-4 section 3.2.2). Strangers share fifty, and can only make the password fail for strangers. A known browser has fifty, its
 * session included, and can only close itself. The work is the same for an address without an account; only a job looks up the
 * account. From the fiftieth on, each wrong password adds that job, so a lost job does no harm. Only the first job has an effect.
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
      attempt.failed()
      const guessed = { ...context, email: claimant.email, ...sourceOf(claimant) }
      if (attempt.isOneTooMany)
        await deps.jobs
          .add(deps.db, passwordGuessed, guessed)
          // The guess was judged, and its answer says so: an outage here must not make it look as if it was not.
          .catch(err => deps.log.error({ err }, 'could not add the job about guessed passwords: the next guess does'))
      return new ApiError('invalid_credentials', fields ? { fields } : {})
    },
  }
}

function sourceOf(claimant: Claimant) {
  switch (claimant.knownBy) {
    case 'nothing':
      return { by: 'strangers', deviceId: null, sessionId: null } as const
    case 'browser':
      return { by: 'owner', deviceId: claimant.deviceId, sessionId: null } as const
    case 'session':
      return { by: 'owner', deviceId: claimant.deviceId, sessionId: claimant.sessionId } as const
  }
}

/**
 * Strangers and each known browser have counters of their own. So guesses in one of them never use up the attempts of the others,
 * even if a thief uses a stolen cookie.
 */
function countersOf(claimant: Claimant, { ip, at }: RequestContext): Counters {
  const { email } = claimant
  switch (claimant.knownBy) {
    case 'nothing':
      return {
        'sign-in to an address': email,
        'sign-in from a network': ip ?? '',
        'sign-in from anywhere': windowOfEverybody(at),
        'failures of strangers': email,
      }
    case 'browser':
      return { 'sign-in from a known browser': claimant.deviceId, 'failures in a known browser': claimant.deviceId }
    case 'session':
      return {
        'password in a session': claimant.sessionId,
        'failures in a known browser': claimant.deviceId ?? claimant.sessionId,
      }
  }
}
