import type * as contract from '@latchkey/contracts/auth/recovery'
import type { Input } from '@latchkey/contracts/endpoint'
import { isUniqueViolation } from '@latchkey/database/errors'
import type { Challenge } from '@latchkey/database/models'
import * as z from 'zod/mini'
import type { Deps } from '../../deps.ts'
import { type RequestContext, RequestFacts, type VisitorContext } from '../../platform/context.ts'
import { ApiError, unavailable } from '../../platform/errors.ts'
import { jobKind } from '../../platform/jobs/jobs.ts'
import { changeAccount, isActive, type LockedAccount } from '../account/change-account.ts'
import { findUser, restoreUser, updateUser } from '../account/users.ts'
import { record } from '../audit-log/service.ts'
import { closeChallenge, findChallenge, findReclaim, voidAllButEarlier } from '../challenges/service.ts'
import { isAllowed } from '../limits/attempts.ts'
import { notify } from '../notices/service.ts'
import { passwordNotices } from '../passwords/letters.ts'
import { disablePassword, hashNewPassword, setPassword } from '../passwords/service.ts'
import { findKnownDevice, recogniseDevice } from '../sessions/devices.ts'
import { endAccess } from '../sessions/end-access.ts'

/** Mails a link to choose a new password, where the address has an account that may be used. */
export const resetMailJob = jobKind(
  'reset mail',
  z.extend(RequestFacts, { email: z.string(), because: z.enum(['forgot', 'not_me']) }),
)

/**
 * Has a reset mailed, if there is anybody to mail it to; who that is, only the job looks up. Where too many are asked for, for an address or
 * from a network, there is none, and whoever asks is not told. Strangers who ask in somebody's name use up what strangers may, and never
 * so much that no open link is left in the mailbox; a browser that is known to its person is counted apart.
 */
export async function forgotPassword(
  deps: Deps,
  context: VisitorContext,
  { email }: Input<typeof contract.forgotPassword>,
): Promise<void> {
  const deviceId = await findKnownDevice(deps, email, context.browser?.device)
  const counters = deviceId
    ? { 'reset mail for a known browser': deviceId }
    : { 'reset mail to an address': email, 'mail from a network': context.ip ?? '' }
  if (!(await isAllowed(deps, context, counters))) return
  await deps.jobs.add(deps.db, resetMailJob, { ...context, email, because: 'forgot' })
}

/**
 * Gives the person whom a mailed link names another password, and ends whatever the old one had opened. Signs nobody in; the browser in
 * which it was done is known from then on, so that strangers who guess keep its owner out of none.
 * @throws {ApiError} invalid_request for a password that may not be chosen; invalid_link; unavailable
 */
export async function resetPassword(
  deps: Deps,
  context: VisitorContext,
  { token, password }: Input<typeof contract.resetPassword>,
): Promise<{ userId: string; deviceToken: string | null }> {
  const challenge = await findChallenge(deps, 'reset', token)
  const person = challenge?.address ? await findUser(deps, challenge.address) : null
  // A link is for the address that it went to: after a change of address it opens nothing.
  if (!challenge || !person || person.id !== challenge.userId) throw new ApiError('invalid_link')
  const hash = await hashNewPassword(deps, context, { password, person, isKnown: true })

  const reset = await changeAccount(deps, context, person.id, async account => {
    if (!isActive(account.user) || account.user.email !== challenge.address) return null
    if (!(await closeChallenge(account, challenge))) return null
    await setPassword(account, hash)
    await record(account, 'password_reset')
    await endAccess(account, 'password_reset')
    const deviceToken = context.browser ? await rememberBrowser(account, context.browser) : null
    await notify(account, passwordNotices.changed)
    return { userId: account.user.id, deviceToken }
  })
  if (!reset) throw new ApiError('invalid_link')
  return reset
}

async function rememberBrowser(account: LockedAccount, browser: NonNullable<VisitorContext['browser']>) {
  const { id: deviceId, token } = await recogniseDevice(account, browser)
  // Any that was known is revoked by now.
  await record(account, { kind: 'device_added', deviceId })
  return token
}

/**
 * Takes the word of whoever reads the mails of an account, or read them until it was taken: everything ends, the password
 * must be chosen anew, and a mail to the old address brings that address back.
 * @throws {ApiError} invalid_link
 */
export async function notMe(
  deps: Deps,
  context: RequestContext,
  { token }: Input<typeof contract.notMe>,
): Promise<string> {
  const challenge = await findChallenge(deps, 'not_me', token)
  if (!challenge?.userId || challenge.address === null) throw new ApiError('invalid_link')
  const { userId } = challenge
  const button = { ...challenge, address: challenge.address }
  const undoOnce = () => changeAccount(deps, context, userId, account => undo(account, button))
  const outcome = await undoOnce()
    .catch(error => {
      // Somebody took the address between our look and our write; the second look sees them.
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
      'disabled an account whose former address, which was to come back, has another account by now',
    )
  return userId
}

const Button = z.object({ restores: z.boolean() })

/** Undoes what was done to an account, by a button that was mailed to `address`; null where somebody else was first. */
async function undo(
  account: LockedAccount,
  challenge: Challenge & { address: string },
): Promise<'stopped' | 'disabled' | null> {
  const { deps, tx, user, context } = account
  const { address } = challenge
  if (!(await closeChallenge(account, challenge))) return null
  const { restores } = Button.parse(challenge.payload)
  // Whichever mail of an address they find: who may reclaim it by one of them may by each.
  const other = address === user.email ? null : await findReclaim(deps, tx, { address, userId: user.id })
  const reclaim = restores ? challenge : other
  await endAccess(account, 'not_me')
  await disablePassword(account)
  await voidAllButEarlier(account, { address, since: reclaim?.createdAt })
  const email = await restoreUser(account, reclaim ? address : user.email)
  await record(account, 'not_me')
  if (user.deletedAt) await record(account, 'account_restored')
  // Who no longer has the address may stop whoever has it, and not become them.
  if (email === address) await deps.jobs.add(tx, resetMailJob, { ...context, email, because: 'not_me' })
  if (!reclaim || email === address) return 'stopped'
  // Nor may whoever has it go on, by a reset, where the address cannot come back: that is for an admin to settle.
  await updateUser(account, { disabledAt: account.now })
  await record(account, 'account_disabled')
  return 'disabled'
}
