import type { FactorMethod } from '@latchkey/contracts/auth/signed-in'
import type { Deps } from '../../deps.ts'
import type { RequestContext, SessionContext } from '../../platform/context.ts'
import { ApiError } from '../../platform/errors.ts'
import { changeAccount, type LockedAccount } from '../account/change-account.ts'
import { record } from '../audit-log/service.ts'
import { type Attempt, type Counters, countAttempt } from '../limits/attempts.ts'
import { notify } from '../notices/service.ts'
import { closeDevice } from '../sessions/close-device.ts'
import { findDeviceOf } from '../sessions/devices.ts'
import { factorNotices } from './letters.ts'

/** Who tries to prove a factor of an account, by what makes them known. */
export interface FactorClaimant {
  readonly userId: string
  /** The sign-in that waits for the factor. A session has none. */
  readonly signInId: string | null
  readonly knownBy: { readonly sessionId: string | null; readonly deviceId: string | null } | null
}

/** The person of a session. */
export const ofSession = async (deps: Deps, { user, session }: SessionContext): Promise<FactorClaimant> => ({
  userId: user.id,
  signInId: null,
  knownBy: { sessionId: session.id, deviceId: await findDeviceOf(deps, session.id) },
})

/** What has too many values to be guessed. Every other kind counts for the person, a new one too. */
const unguessable: readonly string[] = ['passkey', 'recovery_code'] satisfies FactorMethod[]

export interface FactorAttempt extends Pick<Attempt, 'succeeded'> {
  /** Returns the error to throw. */
  failed(): Promise<ApiError>
}

/**
 * Counts an attempt at a second factor, before it is verified.
 *
 * - Codes of an app count for the person, across all unfinished sign-ins. A new sign-in brings no new guesses (CVE-2024-4629).
 * - A known browser and a session have counters of their own, so strangers cannot lock the owner out.
 * - All of them share a ceiling: a hundred wrong codes in a row. Then everybody waits between two codes.
 * - Passkeys and recovery codes cannot be guessed. They count for one sign-in, and have no part in the ceiling.
 * - After five wrong codes of strangers the owner gets a mail: they know the password. After fifty in a known browser it is closed.
 *
 * `by`: the method, or `new` for the first code of an app that proves nothing yet.
 * @throws {ApiError} rate_limited
 */
export async function countFactorAttempt(
  deps: Deps,
  context: RequestContext,
  claimant: FactorClaimant,
  by: FactorMethod | 'new',
): Promise<FactorAttempt> {
  const hasCeiling = by !== 'new' && !unguessable.includes(by)
  const ceiling = hasCeiling ? { 'failed factors of a person': claimant.userId } : {}
  const attempt = await countAttempt(deps, context, { ...countersOf(claimant, by), ...ceiling })
  return {
    succeeded: attempt.succeeded,
    async failed() {
      attempt.failed()
      await changeAccount(deps, context, claimant.userId, account => noteFailure(account, claimant, attempt))
      return new ApiError('invalid_factor')
    },
  }
}

async function noteFailure(
  account: LockedAccount,
  { knownBy }: FactorClaimant,
  { isOneTooMany }: Attempt,
): Promise<void> {
  await record(account, 'factor_failed')
  if (!isOneTooMany) return
  if (knownBy && (await closeDevice(account, knownBy))) await record(account, guessedOn(knownBy))
  await notify(account, factorNotices.guessed)
}

const guessedOn = ({ sessionId, deviceId }: NonNullable<FactorClaimant['knownBy']>) =>
  ({ kind: 'factor_guessed_on_device', deviceId, ...(sessionId && { sessionId }) }) as const

function countersOf({ userId, signInId, knownBy }: FactorClaimant, by: FactorMethod | 'new'): Counters {
  if (knownBy === null)
    return {
      ...(signInId !== null && unguessable.includes(by)
        ? { 'factor of a sign-in': signInId }
        : { 'factor of a person': userId }),
      'failed factors of strangers': userId,
    }
  const { sessionId, deviceId } = knownBy
  const browser = deviceId ?? sessionId ?? userId
  return {
    ...(sessionId === null ? { 'factor in a known browser': browser } : { 'factor in a session': sessionId }),
    'failed factors in a known browser': browser,
  }
}
