import type { Transaction } from '@latchkey/database/client'
import { closeAccount } from '../account/service.ts'
import { recordEvent } from '../audit/service.ts'
import type { Deps } from '../deps.ts'
import { endAllSessions } from '../sessions/service.ts'
import { findUser, lockUser, removeUser, setDisabled } from '../users/service.ts'

/** Disables a person, whose sessions end for good; false where the address has no account. */
export async function disableUser(deps: Deps, email: string): Promise<boolean> {
  const user = await findUser(deps, email)
  if (!user) return false
  await deps.db.$transaction(async tx => {
    await setDisabled(deps, tx, user.id, true)
    await endAllSessions(deps, tx, user.id, 'account_disabled')
    await recordEvent(deps, tx, 'account_disabled', { userId: user.id, address: user.email })
  })
  deps.liveSessions.forget([user.id])
  return true
}

/** Lets a disabled person in again; false where the address has no account. */
export async function enableUser(deps: Deps, email: string): Promise<boolean> {
  const user = await findUser(deps, email)
  if (!user) return false
  await deps.db.$transaction(async tx => {
    await setDisabled(deps, tx, user.id, false)
    await recordEvent(deps, tx, 'account_enabled', { userId: user.id, address: user.email })
  })
  return true
}

/**
 * Deletes a person by an operator's hand: as if they had left, or at once and for ever. False where the address has no account, or
 * they have left before.
 */
export async function deleteUser(deps: Deps, email: string, { atOnce }: { atOnce: boolean }): Promise<boolean> {
  const user = await findUser(deps, email)
  if (!user) return false
  const isDone = await deps.db.$transaction(tx => (atOnce ? remove(deps, tx, user.id) : close(deps, tx, user.id)))
  deps.liveSessions.forget([user.id])
  return isDone
}

/** Tells the address that the account has by now: it may have changed since it was looked for. */
async function close(deps: Deps, tx: Transaction, id: string): Promise<boolean> {
  const held = await lockUser(tx, id)
  if (!held || !(await closeAccount(deps, tx, held))) return false
  await recordEvent(deps, tx, 'account_deleted_by_admin', { userId: id, address: held.email })
  return true
}

/** What is personal in their events goes with them, by a trigger: this one keeps that it happened, and to which id. */
async function remove(deps: Deps, tx: Transaction, id: string): Promise<boolean> {
  if (!(await removeUser(tx, id))) return false
  await recordEvent(deps, tx, 'account_deleted_by_admin', { userId: id })
  return true
}
