import type { EndReason } from '@latchkey/contracts/sessions'
import { isUniqueViolation } from '@latchkey/database/errors'
import type { Challenge } from '@latchkey/database/models'
import * as z from 'zod/mini'
import { recordEvent, recordEvents } from '../audit/service.ts'
import { closeChallenge, findChallenge, findRight, voidAllButEarlier, voidChallenges } from '../challenges/service.ts'
import type { Deps } from '../deps.ts'
import { findKnownDevice, recogniseDevice, revokeDevices } from '../devices/service.ts'
import { ApiError, unavailable } from '../errors.ts'
import { type Counters, spend } from '../limits/service.ts'
import { Circumstances, notify } from '../notices/service.ts'
import { jobKind } from '../outbox/outbox.ts'
import { disablePassword, replacePassword, requireNewPassword } from '../passwords/service.ts'
import type { Origin } from '../principal.ts'
import { endAllSessions } from '../sessions/service.ts'
import { findUser, lockEnabledUser, lockUser, restoreUser, setDisabled } from '../users/service.ts'

/** Mails a link to choose a new password, where the address has an account that may be used. */
export const resetMailJob = jobKind(
  'reset mail',
  z.extend(Circumstances, { email: z.string(), because: z.enum(['forgot', 'not_me']) }),
)

const NotMe = z.object({ restores: z.boolean() })

/**
 * Has a reset mailed, if there is anybody to mail it to; who that is, only the job looks up. Where too many are asked for, for an address or
 * from a network, there is none, and whoever asks is not told. Strangers who ask in somebody's name use up what strangers may, and never
 * so much that no open link is left in the mailbox; a browser that is known to its person is counted apart.
 */
export async function forgotPassword(
  deps: Deps,
  email: string,
  circumstances: Circumstances,
  deviceToken: string | undefined,
): Promise<void> {
  const deviceId = await findKnownDevice(deps, email, deviceToken)
  const counters: Counters =
    deviceId === null
      ? { 'reset mail to an address': email, 'mail from a network': circumstances.ip ?? '' }
      : { 'reset mail for a known browser': deviceId }
  const mailing = spend(deps, counters, () =>
    deps.db.$transaction(tx => deps.outbox.add(tx, resetMailJob, { email, because: 'forgot', ...circumstances })),
  )
  await mailing.catch(error => {
    if (!(error instanceof ApiError && error.code === 'rate_limited')) throw error
  })
}

/**
 * Gives the person whom a mailed link names another password, and ends whatever the old one had opened: sessions, links,
 * and browsers that were known. Signs nobody in; the browser in which it was
 * done is known from then on, so that strangers who guess keep its owner out of none.
 * @throws {ApiError} invalid_request for a password that may not be chosen; invalid_link; unavailable
 */
export async function resetPassword(
  deps: Deps,
  { token, password }: { token: string; password: string },
  circumstances: Circumstances,
  browser: { deviceToken: string | undefined } | null,
): Promise<{ userId: string; deviceToken: string | null }> {
  const challenge = await findChallenge(deps, 'reset', token)
  const person = challenge?.address ? await findUser(deps, challenge.address) : null
  // A link is for the address that it went to: after a change of address it opens nothing.
  if (!challenge || !person || person.id !== challenge.userId) throw new ApiError('invalid_link')
  const userId = person.id
  const now = new Date(circumstances.at)
  const chosen = await requireNewPassword(deps, password, 'password', person)
  const hash = await deps.hasher.admit({ ip: circumstances.ip, knownAs: person.email }, () => deps.hasher.hash(chosen))

  const device = await deps.db.$transaction(async tx => {
    const user = await lockEnabledUser(tx, userId)
    if (!user || user.email !== challenge.address) throw new ApiError('invalid_link')
    if (!(await closeChallenge(deps, tx, challenge))) throw new ApiError('invalid_link')
    await replacePassword(deps, tx, user, hash)
    await voidChallenges(deps, tx, userId, ['reset', 'email_change'])
    await endAllSessions(deps, tx, userId, 'password_reset' satisfies EndReason)
    const facts = { userId, address: user.email, ...askedFrom(circumstances) }
    await revokeDevices(deps, tx, facts)
    const device = browser && (await recogniseDevice(deps, tx, { userId, presented: browser.deviceToken, now }))
    await recordEvents(deps, tx, [
      { kind: 'password_reset', ...facts },
      // Any that was known is revoked by now.
      ...(device ? [{ kind: 'device_added' as const, ...facts, deviceId: device.id }] : []),
    ])
    await notify(deps, tx, { userId, address: user.email, kind: 'password_changed', ...noticed(circumstances) })
    return device
  })
  deps.liveSessions.forget([userId])
  return { userId, deviceToken: device?.token ?? null }
}

/**
 * Takes the word of whoever reads the mails of an account, or read them until it was taken: everything ends, the password
 * must be chosen anew, and a mail to the old address brings that address back.
 * @throws {ApiError} invalid_link
 */
export async function notMe(deps: Deps, token: string, circumstances: Circumstances): Promise<string> {
  const challenge = await findChallenge(deps, 'not_me', token)
  if (!challenge?.userId || challenge.address === null) throw new ApiError('invalid_link')
  const told = { challenge, userId: challenge.userId, address: challenge.address, circumstances }
  const outcome = await undo(deps, told)
    .catch(error => {
      // Somebody took the address between our look and our write; the second look sees them.
      if (isUniqueViolation(error)) return undo(deps, told)
      throw error
    })
    .catch(error => {
      throw isUniqueViolation(error) ? unavailable() : error
    })
  deps.liveSessions.forget([told.userId])
  if (outcome === 'disabled')
    deps.log.warn(
      { event: 'address_not_restored', userId: told.userId },
      'disabled an account whose former address, which was to come back, has another account by now',
    )
  return told.userId
}

interface Told {
  challenge: Challenge
  userId: string
  /** Where the button was mailed to. */
  address: string
  circumstances: Circumstances
}

const undo = (deps: Deps, { challenge, userId, address, circumstances }: Told): Promise<'stopped' | 'disabled'> =>
  deps.db.$transaction(async tx => {
    const user = await lockUser(tx, userId)
    if (!user || !(await closeChallenge(deps, tx, challenge))) throw new ApiError('invalid_link')
    const { restores } = NotMe.parse(challenge.payload)
    // Whichever mail of an address they find: who may have it back by one of them has it back by each.
    const other = address === user.email ? null : await findRight(deps, tx, { address, userId })
    const right = restores ? challenge : other
    await endAllSessions(deps, tx, userId, 'not_me' satisfies EndReason)
    const facts = { userId, address, ...askedFrom(circumstances) }
    await revokeDevices(deps, tx, facts)
    await disablePassword(deps, tx, userId)
    await voidAllButEarlier(deps, tx, userId, { address, since: right?.createdAt })
    const email = await restoreUser(deps, tx, user, right ? address : user.email)
    await recordEvent(deps, tx, 'not_me', facts)
    if (user.deletedAt) await recordEvent(deps, tx, 'account_restored', facts)
    // Who no longer has the address may stop whoever has it, and not become them.
    if (email === address) await deps.outbox.add(tx, resetMailJob, { email, because: 'not_me', ...circumstances })
    if (!right || email === address) return 'stopped'
    // Nor may whoever has it go on, by a reset, where the address cannot come back: that is for an operator to settle.
    await setDisabled(deps, tx, userId, true)
    await recordEvent(deps, tx, 'account_disabled', facts)
    return 'disabled'
  })

const askedFrom = ({ ip, userAgent, requestId }: Circumstances): Origin => ({ ip, userAgent, requestId })

const noticed = ({ at, ip, userAgent }: Circumstances) => ({ at: new Date(at), ip: ip ?? undefined, userAgent })
