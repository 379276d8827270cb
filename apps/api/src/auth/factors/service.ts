import type * as contract from '@latchkey/contracts/auth/factors'
import type { Input } from '@latchkey/contracts/endpoint'
import type { User } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import type { SessionContext } from '../../platform/context.ts'
import { ApiError } from '../../platform/errors.ts'
import type { LockedAccount } from '../account/change-account.ts'
import { setRole } from '../account/changes.ts'
import { changeOwnAccount } from '../account/own-account.ts'
import { roleOf } from '../account/role.ts'
import { findUserById } from '../account/users.ts'
import { adminNotices } from '../admin/letters.ts'
import { record } from '../audit-log/service.ts'
import { hasUsableIdentity } from '../identities/usable.ts'
import { countAttempt } from '../limits/attempts.ts'
import { findResetAt } from '../lost-factors/requests.ts'
import { notify } from '../notices/service.ts'
import { findPasskeys, hasPasskeyAlone } from '../passkeys/service.ts'
import { findPasswordState, hasPassword } from '../passwords/service.ts'
import {
  findRecoveryCodes,
  removeRecoveryCodes,
  removeRecoveryCodesSince,
  replaceRecoveryCodes,
} from '../recovery-codes/service.ts'
import { requireConfirmed, requireSession } from '../sessions/confirmation.ts'
import { endAccess } from '../sessions/end-access.ts'
import { findTotpApps } from '../totp/service.ts'
import { afterRemoval } from './changes.ts'
import { hasAnyFactor, keepsAnyFactor, kinds } from './kinds.ts'
import { factorNotices } from './letters.ts'
import { isFactorRequired } from './requirement.ts'

/** What the person can sign in with. */
export const findFactors = async (deps: Deps, { user: { id } }: SessionContext): Promise<contract.Factors> =>
  findFactorsOf(deps, { secondFactorRequiredAt: null, role: 'person', ...(await findUserById(deps, id)), id })

/** What this person can sign in with. */
export async function findFactorsOf(
  deps: Deps,
  user: Pick<User, 'id' | 'secondFactorRequiredAt' | 'role'>,
): Promise<contract.Factors> {
  const { id } = user
  return {
    totp: await findTotpApps(deps.db, id),
    passkeys: await findPasskeys(deps, deps.db, id),
    recoveryCodes: await findRecoveryCodes(deps, id),
    required: isFactorRequired(deps.settings, user),
    password: await findPasswordState(deps, id),
    resetAt: (await findResetAt(deps, id))?.toISOString() ?? null,
  }
}

/**
 * Renames an app or a passkey.
 * @throws {ApiError} not_found, also for another person's; rate_limited; session_ended
 */
export async function renameFactor(
  deps: Deps,
  context: SessionContext,
  { id, name }: Input<typeof contract.renameFactor>,
): Promise<{ id: string; name: string }> {
  await countAttempt(deps, context, { 'factor names of a person': context.user.id })
  return changeOwnAccount(deps, context, async account => {
    await requireSession(account)
    for (const { rename } of kinds)
      if (await rename(account, id, name)) {
        await record(account, 'factor_renamed')
        return { id, name }
      }
    throw new ApiError('not_found')
  })
}

/**
 * Removes an app or a passkey. With the last one, the recovery codes end too. The person's other sessions end: a thief may hold it, and
 * have signed in with it.
 * @throws {ApiError} confirmation_required; last_factor, if the person must have one, or could no longer sign in; not_found, also
 *   for another person's; session_ended
 */
export const removeFactor = (
  deps: Deps,
  context: SessionContext,
  { id }: Input<typeof contract.removeFactor>,
): Promise<void> =>
  changeOwnAccount(deps, context, async account => {
    const session = await requireConfirmed(account)
    const name = await nameOf(account, id)
    for (const { remove, removed } of kinds)
      if (await remove(account, id)) {
        if (isFactorRequired(deps.settings, account.user) && !(await hasAnyFactor(account)))
          throw new ApiError('last_factor')
        if (!(await hasWayIn(account))) throw new ApiError('last_factor')
        await endRemoved(account)
        await record(account, removed)
        await endAccess(account, 'factor_removed', { except: session })
        return notify(account, factorNotices.removed, { detail: name })
      }
    throw new ApiError('not_found')
  })

const hasWayIn = async (account: LockedAccount): Promise<boolean> =>
  (await hasPasskeyAlone(account)) || (await hasPassword(account)) || hasUsableIdentity(account)

async function nameOf({ deps, tx, user }: LockedAccount, id: string): Promise<string> {
  const all = [...(await findTotpApps(tx, user.id)), ...(await findPasskeys(deps, tx, user.id))]
  return all.find(each => each.id === id)?.name ?? ''
}

/**
 * From this age on a factor is its person's, as far as a mailbox can tell. Half of the life of the buttons: a person who reads the mail
 * after a week away still gets rid of a thief's only factor, and a thief of the mailbox has no longer than that.
 */
const settledAfterMs = 7 * 86_400_000

/** Which factors are left: none, some that are older than what was taken back, or only the first one, though it is not. */
type Left = 'none' | 'older' | 'first'

/**
 * Removes what was added at or after `since`, recovery codes too, after "this wasn't me". Exception: the mailbox alone must not open an
 * account that has a second factor. So if every factor would go, the first one stays once it is a week old, with the codes of its time.
 */
export async function takeBackFactors(account: LockedAccount, since: Date): Promise<Left> {
  const times = (await Promise.all(kinds.map(({ addedAt }) => addedAt(account)))).flat()
  const first = Math.min(...times.map(at => at.getTime()))
  const isSettled = first >= since.getTime() && account.now.getTime() - first >= settledAfterMs
  await removeFactorsSince(account, isSettled ? new Date(first + 1) : since)
  if (isSettled) return 'first'
  return (await keepsAnyFactor(account)) ? 'older' : 'none'
}

async function removeFactorsSince(account: LockedAccount, since: Date): Promise<void> {
  let count = 0
  for (const { removeSince, removed } of kinds) {
    const some = await removeSince(account, since)
    if (some > 0) await record(account, removed)
    count += some
  }
  // A thief may have read new codes, too.
  if ((await removeRecoveryCodesSince(account, since)) > 0) await record(account, 'recovery_codes_removed')
  if (count > 0) await endRemoved(account)
}

/** Removes all second factors of the person, and the recovery codes. */
export const removeAllFactors = (account: LockedAccount): Promise<void> => removeFactorsSince(account, new Date(0))

async function endRemoved(account: LockedAccount): Promise<void> {
  const isLast = !(await keepsAnyFactor(account))
  if (isLast) await removeRecoveryCodes(account)
  await afterRemoval(account, { isLast })
  if (isLast) await loseRole(account)
}

/** An admin without a factor could add one with the password alone, and a thief of it would be admin. An operator gives the role again. */
async function loseRole(account: LockedAccount): Promise<void> {
  if (roleOf(account.user) !== 'admin') return
  await setRole(account, 'person')
  await notify(account, adminNotices.adminRemoved)
}

/**
 * Makes ten new recovery codes in place of the old ones.
 * @throws {ApiError} confirmation_required; factor_missing: recovery codes alone protect nothing; rate_limited; session_ended
 */
export async function makeRecoveryCodes(deps: Deps, context: SessionContext): Promise<string[]> {
  await countAttempt(deps, context, { 'recovery codes of a person': context.user.id })
  return changeOwnAccount(deps, context, async account => {
    await requireConfirmed(account)
    if (!account.user.secondFactorSince) throw new ApiError('factor_missing')
    const codes = await replaceRecoveryCodes(account)
    await record(account, 'recovery_codes_made')
    await notify(account, factorNotices.recoveryCodesMade)
    return codes
  })
}
