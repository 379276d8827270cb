import type * as contract from '@latchkey/contracts/auth/account'
import type { Input } from '@latchkey/contracts/endpoint'
import type { User } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import type { RequestContext, SessionContext } from '../../platform/context.ts'
import { ApiError, invalidRequest } from '../../platform/errors.ts'
import { recordOutside } from '../audit-log/service.ts'
import { findRepeatable, finishChallenge, isFinished, openChallenge, voidChallenges } from '../challenges/service.ts'
import { countAction, countAttempt } from '../limits/attempts.ts'
import { notify } from '../notices/service.ts'
import { claimantOf, countPasswordAttempt } from '../passwords/attempt.ts'
import { replacePassword } from '../passwords/replace-password.ts'
import { stillHolds, verifyAndHash } from '../passwords/verify.ts'
import {
  confirmSession,
  type RotatedTokens,
  requireConfirmed,
  requireSession,
  rotateTokens,
} from '../sessions/confirmation.ts'
import { changeAccount } from './change-account.ts'
import { closeAccount, renameUser, restoreUser, setLanguage, setTimeZone } from './changes.ts'
import { accountNotices } from './letters.ts'
import { changeOwnAccount } from './own-account.ts'
import { findUserById } from './users.ts'

/**
 * Changes the person's name.
 * @throws {ApiError} rate_limited; invalid_token if the account was deleted or disabled in the meantime
 */
export async function changeName(
  deps: Deps,
  context: SessionContext,
  { name }: Input<typeof contract.changeName>,
): Promise<User> {
  // Limited because each change adds an audit event, which is kept longer than the name.
  await countAttempt(deps, context, { 'name of a person': context.user.id })
  return changeOwnAccount(deps, context, account => renameUser(account, name))
}

/**
 * Changes the language of the person's pages and mails.
 * @throws {ApiError} rate_limited; invalid_token if the account was deleted or disabled in the meantime
 */
export async function changeLanguage(
  deps: Deps,
  context: SessionContext,
  { language }: Input<typeof contract.changeLanguage>,
): Promise<User> {
  // Limited because each change is announced to every server.
  await countAttempt(deps, context, { 'language of a person': context.user.id })
  return changeOwnAccount(deps, context, account => setLanguage(account, language))
}

/**
 * Changes the time zone of the person's pages and mails.
 * @throws {ApiError} rate_limited; invalid_token if the account was deleted or disabled in the meantime
 */
export async function changeTimeZone(
  deps: Deps,
  context: SessionContext,
  { timeZone }: Input<typeof contract.changeTimeZone>,
): Promise<User> {
  // Limited because each change is announced to every server.
  await countAttempt(deps, context, { 'time zone of a person': context.user.id })
  return changeOwnAccount(deps, context, account => setTimeZone(account, timeZone))
}

/**
 * Changes the password of a person who knows the current one. Ends their other sessions, revokes their other known browsers, voids
 * the links mailed to them, and gives this session new tokens.
 * @throws {ApiError} invalid_credentials; confirmation_required, for a person with a second factor; invalid_request; rate_limited;
 *   session_ended or invalid_token if the session was ended or rotated in the meantime
 */
export async function changePassword(
  deps: Deps,
  context: SessionContext,
  passwords: Input<typeof contract.changePassword>,
): Promise<RotatedTokens & { revoked: number }> {
  // Before the password is verified: the answer must not tell a thief whether it is right.
  if ((await findUserById(deps, context.user.id))?.secondFactorSince)
    await changeOwnAccount(deps, context, requireConfirmed)
  const claimant = await claimantOf(deps, context)
  const attempt = await countPasswordAttempt(deps, context, claimant)
  const proof = await verifyAndHash(deps, context, claimant, passwords)
  if (proof && 'refusal' in proof) {
    // The current password was right, so the attempt does not count.
    await attempt.succeeded()
    throw invalidRequest({ newPassword: proof.refusal })
  }
  const changed =
    proof &&
    (await changeAccount(deps, context, context.user.id, async account => {
      if (!(await stillHolds(account, proof))) return null
      await countAction(account, { 'password change of a person': account.user.id })
      const session = await requireSession(account)
      // The current password was typed: that is a confirmation, unless the person has something stronger.
      const { token, device } = account.user.secondFactorSince
        ? await rotateTokens(account)
        : await confirmSession(account, ['pwd'])
      const revoked = await replacePassword(account, proof.chosenHash, { reason: 'password_changed', except: session })
      return { revoked, token, device }
    }))
  if (!changed) {
    const refusal = await attempt.failed({ currentPassword: ['passwordWrong'] })
    await recordOutside(deps, context, 'password_change_failed')
    throw refusal
  }
  await attempt.succeeded()
  return changed
}

/** As long as the confirmation that the deletion needed. */
const undoLifetimeMs = 600_000

/**
 * Deletes the person's own account. Every session ends at once. Until the purge, the button of the mail undoes it. Returns the secret
 * with which the page that asked can do so for ten minutes.
 * @throws {ApiError} confirmation_required; session_ended
 */
export const leave = (deps: Deps, context: SessionContext): Promise<string> =>
  changeOwnAccount(deps, context, async account => {
    await requireConfirmed(account)
    await closeAccount(account, 'account_deleted')
    // A thief may have deleted the account before. Their page must not undo the owner's deletion.
    await voidChallenges(account, ['undo_deletion'])
    const { email: address } = account.user
    const { secret } = await openChallenge(account, 'undo_deletion', { address, lifetimeMs: undoLifetimeMs })
    return secret
  })

/**
 * Undoes a deletion that this page asked for a moment ago. The account is as before, but every session has ended: the person signs in
 * with the password, so this gives no access. It may be repeated: an answer may get lost. Returns the id of the person.
 * @throws {ApiError} invalid_link
 */
export async function undoDeletion(
  deps: Deps,
  context: RequestContext,
  { token }: Input<typeof contract.undoDeletion>,
): Promise<string> {
  const challenge = await findRepeatable(deps, 'undo_deletion', token)
  if (!challenge?.userId) throw new ApiError('invalid_link')
  const isUndone = await changeAccount(deps, context, challenge.userId, async account => {
    if (!account.user.deletedAt) return isFinished(account, challenge)
    if (!(await finishChallenge(account, challenge))) return false
    await restoreUser(account, account.user.email)
    await notify(account, accountNotices.deletionUndone)
    return true
  })
  if (!isUndone) throw new ApiError('invalid_link')
  return challenge.userId
}
