import type * as contract from '@latchkey/contracts/auth/account'
import type { Input } from '@latchkey/contracts/endpoint'
import { Language } from '@latchkey/contracts/words/language'
import { isUniqueViolation } from '@latchkey/database/errors'
import type { User } from '@latchkey/database/models'
import * as z from 'zod/mini'
import type { Deps } from '../../deps.ts'
import type { RequestContext, SessionContext } from '../../platform/context.ts'
import { ApiError, invalidRequest } from '../../platform/errors.ts'
import { jobKind } from '../../platform/jobs/jobs.ts'
import { record } from '../audit-log/service.ts'
import {
  findChallenge,
  findNewestOf,
  findRepeatable,
  finishChallenge,
  isFinished,
  isOpen,
  prepareChallenge,
  voidChallenges,
} from '../challenges/service.ts'
import { countAttempt } from '../limits/attempts.ts'
import { notify } from '../notices/service.ts'
import { requireConfirmed, requireSession } from '../sessions/confirmation.ts'
import { changeAccount, type LockedAccount } from './change-account.ts'
import { moveToAddress } from './changes.ts'
import { accountNotices } from './letters.ts'
import { changeOwnAccount } from './own-account.ts'

/** The link that makes a change of address, and the one that cancels it. */
const addressLinks = ['email_change', 'cancel_email'] as const

/** Runs after a person asks for a new address. The challenge holds the person and the address. */
export const emailChangeAsked = jobKind(
  'email_change_asked',
  z.object({ challengeId: z.uuid(), language: z._default(Language, 'en') }),
)

/**
 * Starts a change of address. A job mails the link that proves the new address, or tells the owner who already has it. The response
 * does not show which. A later request voids this one at once, even if the job of either runs late.
 * @throws {ApiError} invalid_request for the person's own address; confirmation_required; rate_limited; session_ended
 */
export async function askForEmail(
  deps: Deps,
  context: SessionContext,
  { email }: Input<typeof contract.changeEmail>,
): Promise<void> {
  await countAttempt(deps, context, {
    'mail to an address': email,
    'mail from a network': context.ip ?? '',
    'mail asked for by a person': context.user.id,
  })
  await changeOwnAccount(deps, context, async account => {
    if (email === account.user.email) throw invalidRequest({ email: ['emailIsYours'] })
    await requireConfirmed(account)
    await voidChallenges(account, addressLinks)
    const lifetimeMs = deps.settings.mailLifetimes.confirmLink
    const challengeId = await prepareChallenge(account, 'email_change', { address: email, lifetimeMs })
    await deps.jobs.add(account.tx, emailChangeAsked, { challengeId, language: context.language })
    await record(account, 'email_change_asked')
    await notify(account, accountNotices.emailChangeAsked, { detail: email, furtherLifetimeMs: lifetimeMs })
  })
}

/** The address that the person asked for last, if its link is still valid. It says nothing about who owns the address. */
export async function findPendingEmail(
  deps: Deps,
  context: SessionContext,
): Promise<{ email: string; expiresAt: string } | null> {
  const open = await findNewestOf(deps, 'email_change', context.user.id)
  return open?.address ? { email: open.address, expiresAt: open.expiresAt.toISOString() } : null
}

/**
 * Withdraws the person's request for another address. Returns whether there was one.
 * @throws {ApiError} session_ended; invalid_token
 */
export const cancelEmail = (deps: Deps, context: SessionContext): Promise<boolean> =>
  changeOwnAccount(deps, context, async account => {
    await requireSession(account)
    return endRequest(account)
  })

/** Voids the links of a change of address that still waits. Records it if there was one, and returns whether. */
async function endRequest(account: LockedAccount): Promise<boolean> {
  const wasOpen = await isOpen(account, 'email_change')
  await voidChallenges(account, addressLinks)
  if (wasOpen) await record(account, 'email_change_cancelled')
  return wasOpen
}

/**
 * Cancels a change of address, for a person who reads the mail of the present one. Signs no one out: the person may have asked for
 * the change and thought again. It may be repeated: an answer may get lost. Returns the id of the person.
 * @throws {ApiError} invalid_link, also once a change has happened or another one was asked for
 */
export async function cancelEmailByLink(
  deps: Deps,
  context: RequestContext,
  { token }: Input<typeof contract.cancelEmailByLink>,
): Promise<string> {
  const challenge = await findRepeatable(deps, 'cancel_email', token)
  if (!challenge?.userId) throw new ApiError('invalid_link')
  const isCancelled = await changeAccount(deps, context, challenge.userId, async account => {
    if (await isFinished(account, challenge))
      return account.user.email === challenge.address && !(await isOpen(account, 'email_change'))
    if (!(await finishChallenge(account, challenge))) return false
    await endRequest(account)
    return true
  })
  if (!isCancelled) throw new ApiError('invalid_link')
  return challenge.userId
}

/**
 * Changes the account to the address that a link proves. Only the person who asked can do this, in their own session. Ends their
 * other sessions and mails both addresses; the old one can undo the change.
 * @throws {ApiError} invalid_link, also if another account got the address in the meantime: then nothing changes;
 *   session_ended or invalid_token if the session was ended or rotated in the meantime
 */
export async function confirmEmail(
  deps: Deps,
  context: SessionContext,
  { token }: Input<typeof contract.confirmEmail>,
): Promise<User> {
  const challenge = await findChallenge(deps, 'email_change', token)
  // Do not close another person's link: it may have been opened in the wrong browser.
  if (!challenge?.address || challenge.userId !== context.user.id) throw new ApiError('invalid_link')
  const { address } = challenge

  return changeOwnAccount(deps, context, async account => {
    const session = await requireSession(account)
    return moveToAddress(account, { address, challenge, except: session })
  }).catch(error => {
    throw isUniqueViolation(error) ? new ApiError('invalid_link') : error
  })
}
