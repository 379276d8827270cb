import type { Deps } from '../../../deps.ts'
import type { RequestContext, SessionContext } from '../../../platform/context.ts'
import { ApiError } from '../../../platform/errors.ts'
import { changeAccount, type LockedAccount } from '../../account/change-account.ts'
import { roleOf } from '../../account/role.ts'
import { holdUser } from '../../account/users.ts'
import { recordActing } from '../../audit-log/service.ts'
import { countAttempt } from '../../limits/attempts.ts'
import { requireConfirmed } from '../../sessions/confirmation.ts'

/**
 * Does something to another person's account, as the admin of this session. Everything that `work` records names the admin. Admins are
 * beyond it, the caller too: a thief of one admin must not be able to lock out the others, and the command line can help. `work`
 * answers false where nothing had to be done.
 * @throws {ApiError} not_found, also for an admin who has just lost the role; not_possible for an admin's account and a deleted one;
 *   confirmation_required; rate_limited; session_ended; invalid_token
 */
export async function act<Result>(
  deps: Deps,
  context: SessionContext,
  userId: string,
  work: (account: LockedAccount) => Promise<Result>,
): Promise<Result> {
  await countAttempt(deps, context, { 'acts of an admin': context.user.id })
  const done = await changeAccount(deps, actingContext(context), userId, async account => {
    const { user } = account
    // Before the admin's row is held. Two admins who act on each other would otherwise wait for each other.
    if (roleOf(user) === 'admin') throw new ApiError('not_possible')
    await requireActing(account, context)
    if (user.deletedAt) throw new ApiError('not_possible')
    const result = await work(account)
    if (result !== false) await recordActing(account, context)
    return { result }
  })
  if (!done) throw new ApiError('not_found')
  return done.result
}

/**
 * The admin's own row and session, in the database: memory may lag (GHSA-xg6x-h9c9-2m83). The role cannot be taken away until the act is
 * committed.
 */
async function requireActing({ deps, tx, now }: LockedAccount, context: SessionContext): Promise<void> {
  const user = await holdUser(tx, context.user.id)
  if (!user) throw new ApiError('invalid_token')
  if (roleOf(user) !== 'admin') throw new ApiError('not_found')
  const session = await requireConfirmed({ deps, tx, now, context, user })
  if (!session.methods.includes('mfa')) throw new ApiError('confirmation_required')
}

/**
 * What the person's log and mail may hold of the request: not where the admin is, on which device, or in what language. The admin's own log
 * has that, under the same request id.
 */
const actingContext = ({ at, requestId, undoOnFailure, user }: SessionContext): RequestContext => ({
  ...{ at, requestId, undoOnFailure, actorId: user.id },
  ...{ ip: null, userAgent: null, language: 'en' },
})
