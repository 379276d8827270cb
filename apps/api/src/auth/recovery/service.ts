import type * as contract from '@latchkey/contracts/auth/recovery'
import type { Input } from '@latchkey/contracts/endpoint'
import { isUniqueViolation } from '@latchkey/database/errors'
import type { Challenge } from '@latchkey/database/models'
import * as z from 'zod/mini'
import type { Deps } from '../../deps.ts'
import { type RequestContext, RequestFacts, type VisitorContext } from '../../platform/context.ts'
import { ApiError, unavailable } from '../../platform/errors.ts'
import { jobKind } from '../../platform/jobs/jobs.ts'
import { sharers } from '../../platform/jobs/shares.ts'
import { changeAccount, isActive, type LockedAccount } from '../account/change-account.ts'
import { disableUser, restoreUser } from '../account/changes.ts'
import { findUser } from '../account/users.ts'
import { record } from '../audit-log/service.ts'
import {
  closeChallenge,
  findChallenge,
  findFirstButEarlier,
  findReclaim,
  voidAllButEarlier,
} from '../challenges/service.ts'
import { factorNotices } from '../factors/letters.ts'
import { takeBackFactors } from '../factors/service.ts'
import { isAllowed } from '../limits/attempts.ts'
import { shareOfEverybody } from '../limits/keys.ts'
import { allNotices } from '../lost-factors/letters.ts'
import { cancelReset, isBeyondMail, isDisputed, startReset } from '../lost-factors/requests.ts'
import { needsNoSession } from '../notices/service.ts'
import { replacePassword } from '../passwords/replace-password.ts'
import { hashNewPassword, refusePasswords } from '../passwords/service.ts'
import type { DeviceToken } from '../sessions/device-cookie.ts'
import { findKnownDevice, recogniseDevice } from '../sessions/devices.ts'
import { endAccess } from '../sessions/end-access.ts'

/** Mails a link to choose a new password, if the address has an active account. */
export const resetMailJob = jobKind(
  'reset mail',
  z.extend(RequestFacts, { email: z.string(), because: z.enum(['forgot', 'not_me', 'kept']) }),
  { sharedBy: ({ email, ip }) => sharers(email, ip) },
)

/**
 * Asks for a reset mail. Only the job looks up whether the address has an account. Beyond the limit for an address or a network no
 * mail is sent, and the answer does not tell. Strangers have counters of their own. When these are used up, the mailbox still has an
 * open link. A browser that is known to the account is counted apart.
 */
export async function forgotPassword(
  deps: Deps,
  context: VisitorContext,
  { email }: Input<typeof contract.forgotPassword>,
): Promise<void> {
  const device = await findKnownDevice(deps, email, context.browser?.device)
  const counters = device
    ? { 'reset mail for a known browser': device.id }
    : {
        'reset mail to an address': email,
        'mail from a network': context.ip ?? '',
        'mail from anywhere': shareOfEverybody(context.at),
      }
  if (!(await isAllowed(deps, context, counters))) return
  await deps.jobs.add(deps.db, resetMailJob, { ...context, email, because: 'forgot' })
}

/**
 * Sets a new password for the person named by a mailed link, and ends all access that the old one gave. Does not sign in. The
 * browser is known from then on, so guesses by strangers do not lock its owner out. Not that of a person with a second factor: a link
 * proves the mailbox only, and each reset would bring the mailbox's reader new guesses at the factor.
 * @throws {ApiError} invalid_request for a password that may not be chosen; invalid_link; unavailable
 */
export async function resetPassword(
  deps: Deps,
  context: VisitorContext,
  { token, password }: Input<typeof contract.resetPassword>,
): Promise<{ userId: string; device: DeviceToken | null }> {
  const challenge = await findChallenge(deps, 'reset', token)
  const person = challenge?.address ? await findUser(deps, challenge.address) : null
  // A link is for the address that it was mailed to. After a change of address it is invalid.
  if (!challenge || !person || person.id !== challenge.userId) throw new ApiError('invalid_link')
  const hash = await hashNewPassword(deps, context, { password, person, isKnown: true })

  const reset = await changeAccount(deps, context, person.id, async account => {
    if (!isActive(account.user) || account.user.email !== challenge.address) return null
    if (!(await closeChallenge(account, challenge))) return null
    await replacePassword(account, hash, { reason: 'password_reset' })
    const { browser } = context
    const device =
      account.user.secondFactorSince === null && browser !== null ? await rememberBrowser(account, browser) : null
    return { userId: account.user.id, device }
  })
  if (!reset) throw new ApiError('invalid_link')
  return reset
}

async function rememberBrowser(account: LockedAccount, browser: NonNullable<VisitorContext['browser']>) {
  const { id: deviceId, issued } = await recogniseDevice(account, browser)
  // All devices that were known are revoked by now.
  await record(account, { kind: 'device_added', deviceId })
  return issued
}

/**
 * Acts on "this wasn't me", from a person who reads the mail of an account or did so until their address was replaced. All access
 * ends, and a password must be chosen that the account did not have lately. Factors that a thief added go, too. A mail to the former
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
  const voided = { address, since: reclaim?.createdAt, except: isOutside ? aboutFactors : [] }
  const since = isOutside ? challenge.createdAt : await sinceWhenNotTheirs(account, challenge, voided)
  const isLeft = await takeBackFactors(account, since)
  if ((!isLeft || reclaim) && !(await keepsDispute(account, { notice, reclaim }))) await cancelReset(account)
  await voidAllButEarlier(account, voided)
  const because = isKept ? 'kept' : 'not_me'
  // Recorded with the mailbox that the button was mailed to: the account's own address may be a thief's.
  if (!isKept) await record(account, { kind: 'not_me', address })
  else if (!user.deletedAt) await record(account, { kind: 'account_restored', address })
  const email = await restoreUser(account, reclaim ? address : user.email)
  // A former address that cannot be restored may stop the account, but not take it over: it gets no reset.
  if (email === address) await deps.jobs.add(tx, resetMailJob, { ...context, email, because })
  if (!reclaim || email === address) {
    // A disabled person could not object.
    if (isLeft && !user.disabledAt) await startReset({ ...account, user: { ...user, email } }, 'button')
    return 'stopped'
  }
  // If the address cannot be restored, its current holder gets no reset either. An admin has to decide.
  await disableUser(account)
  return 'disabled'
}

/**
 * Whether a removal of all factors goes on that an earlier press, or an operator, began. A thief could cause a mail with this button,
 * and its press would keep their factor. A button of the mails about the removal ends it, and so does one that restores an address.
 * No button does while the person is disabled.
 */
const keepsDispute = async (
  account: LockedAccount,
  { notice, reclaim }: { notice: string; reclaim: Challenge | null },
): Promise<boolean> =>
  (account.user.disabledAt !== null || (!reclaim && !isAboutReset(notice))) && (await isDisputed(account))

const isAboutReset = (notice: string) => allNotices.some(({ name }) => name === notice)

/** The mails whose buttons take back what they are about. */
const aboutFactors = [factorNotices.added.name, factorNotices.recoveryCodesMade.name]

/**
 * Since when the second factors are not the owner's. A thief who adds one causes further mails. A press of a later button ends the
 * earlier ones, so it does what they would: it takes back each factor, and the codes, whose mail has a button that still works. Not so
 * the button of a mail that needs no session: strangers could have the owner remove their own factors. It leaves those buttons open.
 */
async function sinceWhenNotTheirs(
  account: LockedAccount,
  { createdAt }: Pick<Challenge, 'createdAt'>,
  voided: { address: string; since: Date | undefined },
): Promise<Date> {
  const first = await findFirstButEarlier(account, { names: aboutFactors, ...voided })
  return first && first < createdAt ? first : createdAt
}
