import { changeAccount, type LockedAccount } from '../src/auth/account/change-account.ts'
import type { Deps } from '../src/deps.ts'
import { systemContext } from '../src/platform/context.ts'

/** Changes an account without the API, as a job or a command would. */
export async function withAccount<Result>(
  { deps }: { deps: Deps },
  userId: string,
  work: (account: LockedAccount) => Promise<Result>,
): Promise<Result> {
  const changed = await changeAccount(deps, systemContext(deps), userId, async account => ({
    result: await work(account),
  }))
  if (!changed) throw new Error(`There is no account ${userId}.`)
  return changed.result
}
