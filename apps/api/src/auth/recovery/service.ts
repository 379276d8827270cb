import type * as contract from '@latchkey/contracts/auth/recovery'
import type { Input } from '@latchkey/contracts/endpoint'
import * as z from 'zod/mini'
import type { Deps } from '../../deps.ts'
import { RequestFacts, type VisitorContext } from '../../platform/context.ts'
import { ApiError } from '../../platform/errors.ts'
import { jobKind } from '../../platform/jobs/jobs.ts'
import { sharers } from '../../platform/jobs/shares.ts'
import { changeAccount, isActive, type LockedAccount } from '../account/change-account.ts'
import { findUser } from '../account/users.ts'
import { record } from '../audit-log/service.ts'
import { closeChallenge, findChallenge } from '../challenges/service.ts'
import { isAllowed } from '../limits/attempts.ts'
import { windowOfEverybody } from '../limits/keys.ts'
import { replacePassword } from '../passwords/replace-password.ts'
import { hashNewPassword } from '../passwords/service.ts'
import type { DeviceToken } from '../sessions/device-cookie.ts'
import { findKnownDevice, recogniseDevice } from '../sessions/devices.ts'

/** Mails a link to choose a new password, if the address has an active account. */
export const resetMailJob = jobKind(
  'reset mail',
  z.extend(RequestFacts, { email: z.string(), because: z.enum(['forgot', 'not_me', 'kept', 'admin']) }),
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
        'mail from anywhere': windowOfEverybody(context.at),
      }
  if (!(await isAllowed(deps, context, counters))) return
  await deps.jobs.add(deps.db, resetMailJob, { ...context, email, because: 'forgot' })
}

/** Mails the person a link to choose a new password, once an admin's change of the account is committed. */
export const mailReset = async (account: LockedAccount): Promise<void> => {
  const { deps, tx, context, user } = account
  await record(account, 'reset_started_by_admin')
  await deps.jobs.add(tx, resetMailJob, { ...context, email: user.email, because: 'admin' })
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
