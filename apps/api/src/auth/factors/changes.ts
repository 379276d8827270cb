import type { ActivityKind } from '@latchkey/contracts/activity-kinds'
import type { SessionContext } from '../../platform/context.ts'
import type { LockedAccount, NewAccount } from '../account/change-account.ts'
import { setSecondFactor } from '../account/changes.ts'
import { record } from '../audit-log/service.ts'
import { voidChallenges } from '../challenges/service.ts'
import { cancelReset } from '../lost-factors/requests.ts'
import { notify } from '../notices/service.ts'
import { replaceRecoveryCodes } from '../recovery-codes/service.ts'
import { confirmSession, type RotatedTokens, requireSession } from '../sessions/confirmation.ts'
import { endTrust } from '../sessions/devices.ts'
import { endAccess } from '../sessions/end-access.ts'
import type { Method } from './assurance.ts'
import { factorNotices } from './letters.ts'

/** What a client gets for a new factor: new tokens, and recovery codes with the first one. */
export interface AddedFactor {
  readonly tokens: RotatedTokens
  readonly recoveryCodes: string[] | null
}

/**
 * What follows when a factor was added: it is recorded and mailed, trusted browsers are asked again, and the session counts as begun
 * with it. The first one makes recovery codes, and ends the person's other sessions: they were begun without it.
 * @throws {ApiError} session_ended; invalid_token
 */
export async function addFactor(
  account: LockedAccount<SessionContext>,
  { event, methods, name }: { event: ActivityKind; methods: readonly Method[]; name: string },
): Promise<AddedFactor> {
  const session = await requireSession(account)
  // A new factor proves nothing yet: who makes it chooses what it says.
  const { confirmedUntil: _, ...tokens } = await confirmSession(account, methods, { confirmedBy: [] })
  await record(account, event)
  await notify(account, factorNotices.added, { detail: name })
  if (account.user.secondFactorSince) {
    await endTrust(account)
    return { tokens, recoveryCodes: null }
  }
  await setSecondFactor(account, account.now)
  await endAccess(account, 'factor_added', { except: session })
  return { tokens, recoveryCodes: await replaceRecoveryCodes(account) }
}

/**
 * What follows when an account begins with a factor: the same, as far as it applies. There is no session yet, and nothing to end. The mail
 * that proved the address told the person. Returns the recovery codes.
 */
export async function addFactorToNewAccount(account: NewAccount, event: ActivityKind): Promise<string[]> {
  await record(account, event)
  await setSecondFactor(account, account.now)
  return replaceRecoveryCodes(account)
}

/** What follows when factors were removed. `isLast`: the person has no second factor now, so recovery codes and a wait to remove all end too. */
export async function afterRemoval(account: LockedAccount, { isLast }: { isLast: boolean }): Promise<void> {
  await endTrust(account)
  await voidChallenges(account, ['sign_in', 'confirm'])
  if (!isLast) return
  await setSecondFactor(account, null)
  // It would remove what the person adds later.
  await cancelReset(account)
}
