import type { Deps } from '../../deps.ts'
import type { SessionContext } from '../../platform/context.ts'
import { ApiError } from '../../platform/errors.ts'
import { changeAccount, type LockedAccount } from './change-account.ts'

/**
 * Changes the account of the request's session. Returns the result of `work`.
 * @throws {ApiError} invalid_token if the account no longer exists
 */
export async function changeOwnAccount<Result>(
  deps: Deps,
  context: SessionContext,
  work: (account: LockedAccount<SessionContext>) => Promise<Result>,
): Promise<Result> {
  const changed = await changeAccount(deps, context, context.user.id, async account => ({
    result: await work(account),
  }))
  if (!changed) throw new ApiError('invalid_token')
  return changed.result
}
