import type * as contract from '@latchkey/contracts/auth/admin'
import type { Input } from '@latchkey/contracts/endpoint'
import type { Deps } from '../../../deps.ts'
import type { SessionContext } from '../../../platform/context.ts'
import { ApiError } from '../../../platform/errors.ts'
import * as changes from '../../account/changes.ts'
import { record, wasByAdmin } from '../../audit-log/service.ts'
import { countAction } from '../../limits/attempts.ts'
import { notify } from '../../notices/service.ts'
import { mailReset } from '../../recovery/service.ts'
import { revokeDevices } from '../../sessions/devices.ts'
import { endAccess } from '../../sessions/end-access.ts'
import { endAsAdmin } from '../../sessions/service.ts'
import { adminNotices } from '../letters.ts'
import { demandFactorOf } from '../service.ts'
import { act } from './act.ts'

// What an admin can do to a person's account, each with its event and its mail. Every act may be repeated: an answer may get lost. What
// is so already is not done, told or recorded again: then they answer false, or 0. A reset is mailed each time, up to its limit. None of
// them chooses a password, changes an address, or removes a factor.

/**
 * Ends one session.
 * @throws {ApiError} as `act`; not_found for a session that is unknown or another person's
 */
export const endPersonSession = (
  deps: Deps,
  context: SessionContext,
  { id, sessionId }: Input<typeof contract.endPersonSession>,
): Promise<boolean> =>
  act(deps, context, id, async account => {
    const isEnded = await endAsAdmin(account, sessionId)
    if (isEnded === null) throw new ApiError('not_found')
    if (isEnded) await notify(account, adminNotices.sessionsEnded)
    return isEnded
  })

/**
 * Ends all sessions of a person, and lets their devices count as new. Returns how many were live.
 * @throws {ApiError} as `act`
 */
export async function endPersonSessions(
  deps: Deps,
  context: SessionContext,
  { id }: Input<typeof contract.endPersonSessions>,
): Promise<number> {
  const revoked = await act(deps, context, id, async account => {
    const devices = await revokeDevices(account)
    const revoked = await endAccess(account, 'revoked_by_admin')
    if (revoked === 0 && devices === 0) return false
    await record(account, 'sessions_revoked_by_admin')
    await notify(account, adminNotices.sessionsEnded)
    return revoked
  })
  return revoked || 0
}

/**
 * Disables a person and ends all their sessions.
 * @throws {ApiError} as `act`
 */
export const disablePerson = (
  deps: Deps,
  context: SessionContext,
  { id }: Input<typeof contract.disablePerson>,
): Promise<boolean> =>
  act(deps, context, id, async account => {
    if (account.user.disabledAt) return false
    await changes.disableUser(account)
    await notify(account, adminNotices.disabled)
    return true
  })

/**
 * Enables a person whom an admin disabled.
 * @throws {ApiError} as `act`; not_possible for a person whom the command line disabled: only it enables them
 */
export const enablePerson = (
  deps: Deps,
  context: SessionContext,
  { id }: Input<typeof contract.enablePerson>,
): Promise<boolean> =>
  act(deps, context, id, async account => {
    if (!account.user.disabledAt) return false
    // An operator disables an account in danger, also one that a thief holds who is an admin elsewhere.
    if (!(await wasByAdmin(account, 'account_disabled'))) throw new ApiError('not_possible')
    await changes.enableUser(account)
    await notify(account, adminNotices.enabled)
    return true
  })

/**
 * Mails a person a link to choose a new password. Only the reader of their mailbox gets it, and the old password works until then.
 * @throws {ApiError} as `act`; not_possible for a disabled person, whom the link would not let in; rate_limited, after some mails to them
 */
export const startPersonReset = (
  deps: Deps,
  context: SessionContext,
  { id }: Input<typeof contract.startPersonReset>,
): Promise<void> =>
  act(deps, context, id, async account => {
    if (account.user.disabledAt) throw new ApiError('not_possible')
    await countAction(account, { 'reset mail of admins to a person': id })
    return mailReset(account)
  })

/**
 * Demands a second factor of a person, or no longer.
 * @throws {ApiError} as `act`
 */
export const demandPersonFactor = (
  deps: Deps,
  context: SessionContext,
  { id, required }: Input<typeof contract.demandPersonFactor>,
): Promise<boolean> =>
  act(deps, context, id, async account => {
    if ((account.user.secondFactorRequiredAt !== null) === required) return false
    await demandFactorOf(account, required)
    await notify(account, required ? adminNotices.factorDemanded : adminNotices.factorDemandEnded)
    return true
  })
