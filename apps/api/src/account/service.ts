import type { Export } from '@latchkey/contracts/account'
import type { Transaction } from '@latchkey/database/client'
import { isUniqueViolation } from '@latchkey/database/errors'
import type { User } from '@latchkey/database/models'
import * as z from 'zod/mini'
import { findAllActivity, presentEvent, recordEvent } from '../audit/service.ts'
import {
  closeChallenge,
  findChallenge,
  findRight,
  type Purpose,
  prepareChallenge,
  voidChallenges,
  voidClaims,
} from '../challenges/service.ts'
import { requireConfirmed, requireLiving, rotateToken } from '../confirmation/service.ts'
import type { Deps } from '../deps.ts'
import { revokeDevices } from '../devices/service.ts'
import { ApiError } from '../errors.ts'
import { spend } from '../limits/service.ts'
import { presentSession } from '../live-sessions/public-session.ts'
import { notify, notifyDeletion } from '../notices/service.ts'
import { jobKind } from '../outbox/outbox.ts'
import {
  forgetFailures,
  keepVerified,
  replacePassword,
  requireNewPassword,
  verifyAndHash,
} from '../passwords/service.ts'
import type { Origin, PresentedToken, Principal } from '../principal.ts'
import { endAllSessions } from '../sessions/service.ts'
import { guessPassword } from '../sign-in/service.ts'
import { changeUser, lockEnabledUser, markDeleted, presentUser } from '../users/service.ts'
import { presentExport } from './export.ts'
import { findEverything } from './store.ts'

const emailLinkMs = 24 * 3_600_000
/** What was mailed to a person, to the address or for the password that they had. */
const mailedLinks = ['reset', 'email_change'] as const satisfies Purpose[]

/** An address was asked for; the challenge knows whose and which. */
export const emailChangeAsked = jobKind('email_change_asked', z.object({ challengeId: z.uuid() }))

const auditFacts = ({ user, session }: Principal, origin: Origin) => ({
  ...{ userId: user.id, address: user.email, sessionId: session.id },
  ...origin,
})

/** @throws {ApiError} rate_limited; invalid_token where the person has left meanwhile */
export async function changeName(deps: Deps, principal: Principal, name: string | null, origin: Origin): Promise<User> {
  const { user } = principal
  // Each change is an event, which stays for longer than the name.
  const renamed = await spend(deps, { 'name of a person': user.id }, () =>
    deps.db.$transaction(async tx => {
      const held = await lockEnabledUser(tx, user.id)
      const renamed = await changeUser(deps, tx, user.id, { name })
      if (renamed && held?.name !== name) await recordEvent(deps, tx, 'name_changed', auditFacts(principal, origin))
      return renamed
    }),
  )
  if (!renamed) throw new ApiError('invalid_token')
  deps.liveSessions.forget([user.id])
  return renamed
}

/**
 * Changes the password of who still knows it. The person's other sessions end, their other browsers are known no longer, what was
 * mailed to them is void, and this session gets a new token.
 * @throws {ApiError} invalid_credentials; invalid_request; rate_limited; session_ended or invalid_token where the session was ended or rotated meanwhile
 */
export async function changePassword(
  deps: Deps,
  principal: Principal,
  presented: PresentedToken,
  passwords: { currentPassword: string; newPassword: string },
  origin: Origin & { ip: string },
): Promise<{ revoked: number; token: string }> {
  const { user, session } = principal
  const refusal = async () => {
    await recordEvent(deps, deps.db, 'password_change_failed', auditFacts(principal, origin))
    return new ApiError('invalid_credentials', { fields: { currentPassword: 'This is not your password.' } })
  }
  const choose = () => requireNewPassword(deps, passwords.newPassword, 'newPassword', user)
  const guesser = { email: user.email, by: 'owner', ...origin } as const
  const changed = await guessPassword(deps, { 'password in a session': session.id }, guesser, async place => {
    const hashed = await verifyAndHash(deps, user.id, passwords.currentPassword, choose, place).catch(refusedChoice)
    // The guess was right all the same.
    if (hashed instanceof ApiError) return hashed
    if (!hashed) throw await refusal()
    const { verified, hash } = hashed

    const changed = await deps.db.$transaction(async tx => {
      // Hashing took a while: after a reset, or another change, the password that was verified is no longer theirs.
      if (!(await lockEnabledUser(tx, user.id)) || !(await keepVerified(tx, verified))) return null
      const {
        deviceId,
        user: { email },
      } = await requireLiving(deps, session.id, tx)
      const token = await rotateToken(deps, tx, { id: session.id, token: presented.token })
      await replacePassword(deps, tx, { id: user.id, email }, hash)
      const revoked = await endAllSessions(deps, tx, user.id, 'password_changed', { except: session.id })
      await voidChallenges(deps, tx, user.id, mailedLinks)
      const at = deps.clock.now()
      const facts = { ...auditFacts(principal, origin), address: email }
      await recordEvent(deps, tx, 'password_changed', facts)
      // Whoever had the old password may have made a browser known by it.
      await revokeDevices(deps, tx, facts, { except: deviceId })
      await notify(deps, tx, { userId: user.id, address: email, kind: 'password_changed', at, ...origin })
      return { revoked, token }
    })
    if (!changed) throw await refusal()
    return changed
  })
  if (changed instanceof ApiError) throw changed
  deps.liveSessions.forget([user.id])
  return changed
}

function refusedChoice(error: unknown): ApiError {
  if (error instanceof ApiError && error.code === 'invalid_request') return error
  throw error
}

/**
 * Asks for another address: a job mails the link that proves it, or tells whoever has that address already. The answer does not
 * tell which, and a later request voids this one at once, however late either's job runs.
 * @throws {ApiError} confirmation_required; rate_limited; session_ended
 */
export async function askForEmail(
  deps: Deps,
  principal: Principal,
  address: string,
  origin: Origin & { ip: string },
): Promise<void> {
  const userId = principal.user.id
  const counters = {
    'mail to an address': address,
    'mail from a network': origin.ip,
    'mail asked for by a person': userId,
  }
  await spend(deps, counters, () =>
    deps.db.$transaction(async tx => {
      const { user } = await requireConfirmedLocked(deps, tx, principal)
      await voidChallenges(deps, tx, userId, ['email_change'])
      const at = deps.clock.now()
      const prepared = { userId, address, lifetimeMs: emailLinkMs, createdAt: at }
      const challengeId = await prepareChallenge(deps, tx, 'email_change', prepared)
      await deps.outbox.add(tx, emailChangeAsked, { challengeId })
      await recordEvent(deps, tx, 'email_change_asked', { ...auditFacts(principal, origin), address: user.email })
      const news = { userId, kind: 'email_change_asked', detail: address, at, ...origin } as const
      await notify(deps, tx, { ...news, address: user.email })
    }),
  )
}

/**
 * Takes the address that a link proves, for the very person who asked, in a session of theirs. Their other sessions end, and both
 * addresses are told; the old one can take it back.
 * @throws {ApiError} invalid_link, also where somebody else got the address meanwhile: nothing has changed then
 */
export async function confirmEmail(deps: Deps, principal: Principal, secret: string, origin: Origin): Promise<User> {
  const userId = principal.user.id
  const challenge = await findChallenge(deps, 'email_change', secret)
  // Somebody else's link stays as it is: it may have been opened in the wrong browser.
  if (!challenge?.address || challenge.userId !== userId) throw new ApiError('invalid_link')
  const { address } = challenge

  const change = deps.db.$transaction(async tx => {
    await lockEnabledUser(tx, userId)
    const { user: former } = await requireLiving(deps, principal.session.id, tx)
    const user = await changeUser(deps, tx, userId, { email: address })
    if (!user || !(await closeChallenge(deps, tx, challenge))) throw new ApiError('invalid_link')
    await voidClaims(deps, tx, address)
    await forgetFailures(deps, tx, address)
    if (await findRight(deps, tx, { address, userId: { not: userId } })) throw new ApiError('invalid_link')
    await endAllSessions(deps, tx, userId, 'email_changed', { except: principal.session.id })
    await voidChallenges(deps, tx, userId, mailedLinks)
    await recordEvent(deps, tx, 'email_changed', { ...auditFacts(principal, origin), address })
    const news = { userId, kind: 'email_changed', detail: address, at: deps.clock.now(), ...origin } as const
    await notify(deps, tx, { ...news, address: former.email, restores: true })
    await notify(deps, tx, { ...news, address })
    return user
  })
  const changed = await change.catch(error => {
    throw isUniqueViolation(error) ? new ApiError('invalid_link') : error
  })
  deps.liveSessions.forget([userId])
  return changed
}

/**
 * All that is kept about a person.
 * @throws {ApiError} confirmation_required; session_ended; invalid_token where they were purged meanwhile
 */
export async function exportUser(deps: Deps, principal: Principal, origin: Origin): Promise<Export> {
  await requireConfirmed(deps, principal)
  const found = await findEverything(deps.db, principal.user.id)
  if (!found) throw new ApiError('invalid_token')
  await recordEvent(deps, deps.db, 'exported', auditFacts(principal, origin))
  const jobs = await Promise.all([{ userId: found.id }, { email: found.email }].map(data => deps.outbox.find(data)))
  const activity = await findAllActivity(deps, found.id)
  return presentExport({ ...found, activity, jobs: jobs.flat() }, deps.clock.now(), {
    user: presentUser(found),
    session: session => presentSession(deps, session, principal.session.id),
    event: event => presentEvent(event, principal.session.id),
  })
}

/**
 * Lets a person leave: every session ends at once, and until the purge the button of the mail undoes it.
 * @throws {ApiError} confirmation_required; session_ended
 */
export async function leave(deps: Deps, principal: Principal, origin: Origin): Promise<void> {
  await deps.db.$transaction(async tx => {
    const { user } = await requireConfirmedLocked(deps, tx, principal)
    await closeAccount(deps, tx, user, origin)
    await recordEvent(deps, tx, 'account_deleted', { ...auditFacts(principal, origin), address: user.email })
  })
  deps.liveSessions.forget([principal.user.id])
}

/** Guards that hold until `tx` ends, since it has the person's row: they may be here, and this session of theirs is confirmed. */
async function requireConfirmedLocked(deps: Deps, tx: Transaction, principal: Principal) {
  await lockEnabledUser(tx, principal.user.id)
  return requireConfirmed(deps, principal, tx)
}

/**
 * Deletes the account of a person whose row is held: whatever is open ends, and a mail tells, whose button undoes it. False where
 * they had left before. Forget the person once `tx` is committed.
 */
export async function closeAccount(
  deps: Deps,
  tx: Transaction,
  { id, email }: Pick<User, 'id' | 'email'>,
  origin?: Origin,
): Promise<boolean> {
  if (!(await markDeleted(deps, tx, id))) return false
  await endAllSessions(deps, tx, id, 'account_deleted')
  await voidChallenges(deps, tx, id, mailedLinks)
  await notifyDeletion(deps, tx, { userId: id, address: email, ...origin })
  return true
}
