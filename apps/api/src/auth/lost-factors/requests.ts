import type { Challenge } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import type { LockedAccount } from '../account/change-account.ts'
import { notifyEveryAddress } from '../account/reminders.ts'
import { record } from '../audit-log/service.ts'
import { addToChallenge, findNewestOf, findOwn, prepareChallenge, voidChallenges } from '../challenges/service.ts'
import { endTrust } from '../sessions/devices.ts'
import { endSessionsOfPasskeys } from '../sessions/lifecycle.ts'
import { waitNoticesFor } from './letters.ts'

// A request to remove all second factors. It is a challenge without a secret: only time fulfils it.

const dayMs = 86_400_000
/** How long a due request can be fulfilled. If no job runs for longer, the person has to ask again. */
const graceMs = 14 * dayMs

/** When a request is due. Kept in its row, so a changed setting does not move what was promised. */
export const resetAtOf = ({ expiresAt }: Pick<Challenge, 'expiresAt'>): Date => new Date(expiresAt.getTime() - graceMs)

/** The end of a request's row that is due at this time. */
export const endOfDueAt = (at: Date): Date => new Date(at.getTime() + graceMs)

/** When the person's factors are removed; null if no one asked for it. */
export async function findResetAt(deps: Deps, userId: string): Promise<Date | null> {
  const request = await findNewestOf(deps, 'factor_reset', userId)
  return request && resetAtOf(request)
}

/** When the account's factors are removed; null if no one asked for it. */
export async function findOwnResetAt(account: LockedAccount): Promise<Date | null> {
  const request = await findOwn(account, 'factor_reset')
  return request && resetAtOf(request)
}

/** Who began the wait, and the event that says so. */
const events = {
  person: 'factor_reset_asked',
  button: 'factor_reset_asked',
  operator: 'factor_reset_asked_by_admin',
} as const

/**
 * Starts the wait after which all second factors are removed, and mails every address that can speak for the account. Returns when it
 * ends. A person has one request at a time: a second one changes nothing, so asking again neither shortens nor prolongs the wait. Trust
 * in browsers ends: an owner who has the factor shall be asked for it, for that cancels the request.
 *
 * A wait that "this wasn't me" or an operator began is disputed: a factor may be a thief's. A passkey alone then opens nothing, or the
 * thief could cancel the wait with the very passkey that it is to remove.
 */
export async function startReset(account: LockedAccount, by: keyof typeof events): Promise<Date> {
  const { deps, user, now } = account
  const before = await findOwn(account, 'factor_reset')
  const isReplaced = by === 'button' && before !== null && !isDisputedBy(before)
  // The day that a thief began must not be the owner's.
  if (isReplaced) await cancelReset(account)
  const open = isReplaced ? null : before
  if (by !== 'person') await dispute(account, open, by)
  if (open) return resetAtOf(open)
  const waitMs = deps.settings.factorResetWait
  const payload = { step: 'asked', isDisputed: by !== 'person' }
  await prepareChallenge(account, 'factor_reset', { address: user.email, lifetimeMs: waitMs + graceMs, payload })
  await endTrust(account)
  await record(account, events[by])
  await notifyEveryAddress(account, waitNoticesFor(user).asked, { detail: String(waitMs), furtherLifetimeMs: waitMs })
  return new Date(now.getTime() + waitMs)
}

/** Ends what a passkey alone has opened. A request that waits already becomes disputed: its day stays, and every address knows it. */
async function dispute(account: LockedAccount, open: Challenge | null, by: 'button' | 'operator'): Promise<void> {
  if (open && isDisputedBy(open)) return
  await endSessionsOfPasskeys(account, 'revoked_by_admin')
  if (!open) return
  await addToChallenge(account, open, { isDisputed: true })
  await record(account, events[by])
}

const isDisputedBy = ({ payload }: Challenge): boolean =>
  (payload as { isDisputed?: unknown } | null)?.isDisputed === true

/** Whether a wait is open that "this wasn't me" or an operator began. */
export async function isDisputed(account: LockedAccount): Promise<boolean> {
  const open = await findOwn(account, 'factor_reset')
  return open !== null && isDisputedBy(open)
}

/** Whether a removal waits that no mail ends: an operator began it for a disabled person, because a thief may read the mail. */
export const isBeyondMail = async (account: LockedAccount): Promise<boolean> =>
  account.user.disabledAt !== null && (await findOwn(account, 'factor_reset')) !== null

/** Cancels the request, and its mailed buttons. Records it if there was one. */
export async function cancelReset(account: LockedAccount): Promise<void> {
  if (!(await findOwnResetAt(account))) return
  await voidChallenges(account, ['factor_reset', 'keep_factors'])
  await record(account, 'factor_reset_cancelled')
}
