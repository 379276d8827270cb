import type * as contract from '@latchkey/contracts/auth/recovery'
import type { Input } from '@latchkey/contracts/endpoint'
import { isUniqueViolation } from '@latchkey/database/errors'
import type { Challenge } from '@latchkey/database/models'
import * as z from 'zod/mini'
import type { Deps } from '../../deps.ts'
import type { RequestContext } from '../../platform/context.ts'
import { ApiError, unavailable } from '../../platform/errors.ts'
import { changeAccount, type LockedAccount } from '../account/change-account.ts'
import { disableUser, restoreUser } from '../account/changes.ts'
import { record } from '../audit-log/service.ts'
import { findReclaim, voidAllButEarlier } from '../challenges/buttons.ts'
import { closeChallenge, findChallenge } from '../challenges/service.ts'
import { takeBackFactors } from '../factors/service.ts'
import { takeBackIdentities } from '../identities/own-identities.ts'
import { cancelReset, isBeyondMail, startReset } from '../lost-factors/requests.ts'
import { needsNoSession } from '../notices/service.ts'
import { refusePasswords } from '../passwords/service.ts'
import { endAccess } from '../sessions/end-access.ts'
import { resetMailJob } from './service.ts'
import { factorNoticeNames, isAboutReset, keepsDispute, suspectSince, wasFactorRemoved } from './undo-factors.ts'

/**
 * Acts on "this wasn't me", from a person who reads the mail of an account or did so until their address was replaced. All access
 * ends, and a password must be chosen that the account did not have lately. Factors and accounts elsewhere that a thief added go, too. A mail to the former
 * address restores that address. Returns the id of the person.
 * @throws {ApiError} invalid_link; unavailable, if others keep taking the address
 */
export const notMe = (deps: Deps, context: RequestContext, { token }: Input<typeof contract.notMe>): Promise<string> =>
  pressButton(deps, context, 'not_me', token)

/**
 * Keeps a deleted account, for a person who reads the mail about its deletion. The password must be chosen anew: the person who
 * deleted the account knows the old one. If the account is back already, and at this address, this only mails a link for a new
 * password. Returns the id of the person.
 * @throws {ApiError} as `notMe`
 */
export const keepAccount = (
  deps: Deps,
  context: RequestContext,
  { token }: Input<typeof contract.keepAccount>,
): Promise<string> => pressButton(deps, context, 'keep', token)

async function pressButton(
  deps: Deps,
  context: RequestContext,
  purpose: 'not_me' | 'keep',
  token: string,
): Promise<string> {
  const challenge = await findChallenge(deps, purpose, token)
  if (!challenge?.userId || challenge.address === null) throw new ApiError('invalid_link')
  const { userId } = challenge
  const button = { ...challenge, address: challenge.address }
  const undoOnce = () => changeAccount(deps, context, userId, account => undo(account, button))
  const outcome = await undoOnce()
    .catch(error => {
      // Another account took the address between our read and our write. The second read sees it.
      if (isUniqueViolation(error)) return undoOnce()
      throw error
    })
    .catch(error => {
      throw isUniqueViolation(error) ? unavailable() : error
    })
  if (!outcome) throw new ApiError('invalid_link')
  if (outcome === 'disabled')
    deps.log.warn(
      { event: 'address_not_restored', userId },
      'account disabled: its former address belongs to another account now',
    )
  return userId
}

const Button = z.object({ restores: z.boolean(), notice: z._default(z.string(), '') })

/** Undoes changes to an account, after a press of the button mailed to `address`. Null if the button was used meanwhile. */
async function undo(
  account: LockedAccount,
  challenge: Challenge & { address: string },
): Promise<'stopped' | 'disabled' | null> {
  const { deps, tx, user, context } = account
  const { address } = challenge
  const { restores, notice } = Button.parse(challenge.payload)
  // A thief who reads the mail cannot keep their factors while an operator keeps everybody out.
  if (!restores && isAboutReset(notice) && (await isBeyondMail(account))) return null
  if (!(await closeChallenge(account, challenge))) return null
  // If one mail to an address may restore it, every mail to it may.
  const other = address === user.email ? null : await findReclaim(deps, tx, { address, userId: user.id })
  const reclaim = restores ? challenge : other
  const isKept = challenge.purpose === 'keep'
  // The deletion was undone on the page that asked for it: there is nothing to bring back. The page promises a link for a password.
  if (isKept && !user.deletedAt && !reclaim) {
    if (address === user.email) await deps.jobs.add(tx, resetMailJob, { ...context, email: address, because: 'forgot' })
    return 'stopped'
  }
  await endAccess(account, isKept ? 'account_kept' : 'not_me')
  await refusePasswords(account)
  const isOutside = !reclaim && needsNoSession(deps, notice)
  const since = isOutside ? challenge.createdAt : await suspectSince(account, challenge)
  const left = await takeBackFactors(account, since)
  await takeBackIdentities(account, { since, used: !isOutside })
  // Somebody in the account removed a factor, so one that is older than every button may be a thief's.
  const isSuspect = left === 'first' || (left === 'older' && !isOutside && (await wasFactorRemoved(account, notice)))
  if ((!isSuspect || reclaim) && !(await keepsDispute(account, { notice, reclaim }))) await cancelReset(account)
  const except = isOutside ? factorNoticeNames : []
  await voidAllButEarlier(account, { address, since: reclaim?.createdAt, except })
  const because = isKept ? 'kept' : 'not_me'
  // Recorded with the mailbox that the button was mailed to: the account's own address may be a thief's.
  if (!isKept) await record(account, { kind: 'not_me', address })
  else if (!user.deletedAt) await record(account, { kind: 'account_restored', address })
  const email = await restoreUser(account, reclaim ? address : user.email)
  // A former address that cannot be restored may stop the account, but not take it over: it gets no reset.
  if (email === address) await deps.jobs.add(tx, resetMailJob, { ...context, email, because })
  if (!reclaim || email === address) {
    // A disabled person could not object.
    if (isSuspect && !user.disabledAt) await startReset({ ...account, user: { ...user, email } }, 'button')
    return 'stopped'
  }
  // If the address cannot be restored, its current holder gets no reset either. An admin has to decide.
  await disableUser(account)
  return 'disabled'
}
