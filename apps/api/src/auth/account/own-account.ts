import type { Deps } from '../../deps.ts'
import type { SessionContext } from '../../platform/context.ts'
import { ApiError } from '../../platform/errors.ts'
import { requireSession } from '../sessions/confirmation.ts'
import { changeAccount, isActive, type LockedAccount } from './change-account.ts'

/**
 * Changes the account of the request's session. Returns the result of `work`.
 * @throws {ApiError} session_ended if the person was disabled or deleted in the meantime; invalid_token if the account no longer exists
 */
export async function changeOwnAccount<Result>(
  deps: Deps,
  context: SessionContext,
  work: (account: LockedAccount<SessionContext>) => Promise<Result>,
): Promise<Result> {
  const changed = await changeAccount(deps, context, context.user.id, async account => {
    // Disabled or deleted since the guard looked: then this throws, with the reason.
    if (!isActive(account.user)) await requireSession(account)
    return { result: await work(account) }
  })
  if (!changed) throw new ApiError('invalid_token')
  return changed.result
}
