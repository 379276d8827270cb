import type { Export } from '@latchkey/contracts/account'
import type { Transaction } from '@latchkey/database/client'
import { isUniqueViolation } from '@latchkey/database/errors'
import type { User } from '@latchkey/database/models'
import * as z from 'zod/mini'
import { closeChallenge, findChallenge, type Purpose, prepareChallenge, voidChallenges } from '../challenges/service.ts'
import type { Deps } from '../deps.ts'
import { ApiError } from '../errors.ts'
import { spend } from '../limits/service.ts'
import { notify } from '../notices/service.ts'
import { jobKind } from '../outbox/outbox.ts'
import { keepVerified, replacePassword, requireNewPassword, verifyPasswordOf } from '../passwords/service.ts'
import type { PresentedToken, Principal } from '../principal.ts'
import { endAllSessions, presentSession, requireConfirmed, requireLiving, rotateToken } from '../sessions/service.ts'
import { forgetFailures, guessPassword } from '../sign-in/service.ts'
import {
  changeUser,
  findUser,
  lockEnabledUser,
  markDeleted,
  presentUser,
  removeUser,
  setDisabled,
} from '../users/service.ts'
import { findEverything } from './store.ts'

const emailLinkMs = 24 * 3_600_000
/** What was mailed to a person, to the address or for the password that they had. */
const mailedLinks = ['reset', 'email_change'] as const satisfies Purpose[]

/** An address was asked for; the challenge knows whose and which. */
export const emailChangeAsked = jobKind('email_change_asked', z.object({ challengeId: z.uuid() }))

/** Where a request came from, as the mails about it say. */
interface Origin {
  readonly ip: string
  readonly userAgent: string | null
}

/** @throws {ApiError} invalid_token where the person has left meanwhile */
export async function changeName(deps: Deps, { user }: Principal, name: string | null): Promise<User> {
  const renamed = await changeUser(deps, deps.db, user.id, { name })
  if (!renamed) throw new ApiError('invalid_token')
  deps.liveSessions.forget([user.id])
  return renamed
}

/**
 * Changes the password of who still knows it. The person's other sessions end, what was mailed to them is void, and this session
 * gets a new token.
 * @throws {ApiError} invalid_credentials; invalid_request; rate_limited; session_ended or invalid_token where the session was ended or rotated meanwhile
 */
export async function changePassword(
  deps: Deps,
  { user, session }: Principal,
  presented: PresentedToken,
  passwords: { currentPassword: string; newPassword: string },
  origin: Origin,
): Promise<{ revoked: number; token: string }> {
  const refusal = () =>
    new ApiError('invalid_credentials', { fields: { currentPassword: 'This is not your password.' } })
  const newPassword = requireNewPassword(deps, passwords.newPassword, 'newPassword')
  const guesser = { email: user.email, by: 'owner', ...origin } as const
  const changed = await guessPassword(deps, { 'password in a session': session.id }, guesser, async isAccepted => {
    const verified = await verifyPasswordOf(deps, user.id, passwords.currentPassword, { isAccepted })
    if (!verified) throw refusal()
    const hash = await deps.hasher.hash(newPassword)

    return deps.db.$transaction(async tx => {
      // Hashing took a while: after a reset, or another change, the password that was verified is no longer theirs.
      if (!(await lockEnabledUser(tx, user.id)) || !(await keepVerified(tx, verified))) throw refusal()
      const { email } = (await requireLiving(deps, session.id, tx)).user
      const token = await rotateToken(deps, tx, { id: session.id, token: presented.token })
      await replacePassword(deps, tx, user.id, hash)
      await forgetFailures(deps, tx, email)
      const revoked = await endAllSessions(deps, tx, user.id, 'password_changed', { except: session.id })
      await voidChallenges(deps, tx, user.id, mailedLinks)
      const at = deps.clock.now()
      await notify(deps, tx, { userId: user.id, address: email, kind: 'password_changed', at, ...origin })
      return { revoked, token }
    })
  })
  deps.liveSessions.forget([user.id])
  return changed
}

/**
 * Asks for another address: a job mails the link that proves it, or tells whoever has that address already. The answer does not
 * tell which, and a later request voids this one at once, however late either's job runs.
 * @throws {ApiError} confirmation_required; rate_limited; session_ended
 */
export async function askForEmail(deps: Deps, principal: Principal, address: string, origin: Origin): Promise<void> {
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
    const user = (await closeChallenge(deps, tx, challenge)) && (await changeUser(deps, tx, userId, { email: address }))
    if (!user) throw new ApiError('invalid_link')
    await endAllSessions(deps, tx, userId, 'email_changed', { except: principal.session.id })
    await voidChallenges(deps, tx, userId, mailedLinks)
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
 * @throws {ApiError} confirmation_required; session_ended
 */
export async function exportUser(deps: Deps, principal: Principal): Promise<Export> {
  await requireConfirmed(deps, principal)
  const found = await findEverything(deps.db, principal.user.id)
  return {
    exportedAt: deps.clock.now().toISOString(),
    user: presentUser(found),
    password: found.password && { changedAt: found.password.changedAt.toISOString() },
    sessions: found.sessions.map(session => ({
      ...presentSession(deps, session, principal.session.id),
      methods: session.methods,
      userAgent: session.userAgent,
    })),
    devices: found.devices.map(({ id, createdAt, lastSeenAt, revokedAt }) => ({
      id,
      createdAt: createdAt.toISOString(),
      lastSeenAt: lastSeenAt.toISOString(),
      revokedAt: revokedAt?.toISOString() ?? null,
    })),
    challenges: found.challenges.map(({ purpose, address, createdAt, expiresAt, usedAt }) => ({
      purpose,
      address,
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
      usedAt: usedAt?.toISOString() ?? null,
    })),
  }
}

/**
 * Lets a person leave: every session ends at once, and until the purge the button of the mail undoes it.
 * @throws {ApiError} confirmation_required; session_ended
 */
export async function leave(deps: Deps, principal: Principal, origin: Origin): Promise<void> {
  await deps.db.$transaction(async tx => {
    const { user } = await requireConfirmedLocked(deps, tx, principal)
    await close(deps, tx, user, origin)
  })
  deps.liveSessions.forget([principal.user.id])
}

/** Disables a person, whose sessions end for good; false where the address has no account. */
export async function disableUser(deps: Deps, email: string): Promise<boolean> {
  const user = await findUser(deps, email)
  if (!user) return false
  await deps.db.$transaction(async tx => {
    await setDisabled(deps, tx, user.id, true)
    await endAllSessions(deps, tx, user.id, 'account_disabled')
  })
  deps.liveSessions.forget([user.id])
  return true
}

/** Lets a disabled person in again; false where the address has no account. */
export async function enableUser(deps: Deps, email: string): Promise<boolean> {
  const user = await findUser(deps, email)
  if (user) await setDisabled(deps, deps.db, user.id, false)
  return user !== null
}

/**
 * Deletes a person by an operator's hand: as if they had left, or at once and for ever. False where the address has no account, or
 * they have left before.
 */
export async function deleteUser(deps: Deps, email: string, { atOnce }: { atOnce: boolean }): Promise<boolean> {
  const user = await findUser(deps, email)
  if (!user) return false
  const { id } = user
  const isDone = atOnce ? await removeUser(deps, id) : await deps.db.$transaction(tx => close(deps, tx, user))
  deps.liveSessions.forget([id])
  return isDone
}

/** Guards that hold until `tx` ends, since it has the person's row: they may be here, and this session of theirs is confirmed. */
async function requireConfirmedLocked(deps: Deps, tx: Transaction, principal: Principal) {
  await lockEnabledUser(tx, principal.user.id)
  return requireConfirmed(deps, principal, tx)
}

async function close(deps: Deps, tx: Transaction, { id, email }: User, origin?: Origin): Promise<boolean> {
  if (!(await markDeleted(deps, tx, id))) return false
  await endAllSessions(deps, tx, id, 'account_deleted')
  await voidChallenges(deps, tx, id, mailedLinks)
  await notify(deps, tx, { userId: id, address: email, kind: 'account_deleted', at: deps.clock.now(), ...origin })
  return true
}
