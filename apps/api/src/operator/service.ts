import type { Transaction } from '@latchkey/database/client'
import { closeAccount } from '../account/service.ts'
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
  const isDone = atOnce ? await removeUser(deps, user.id) : await deps.db.$transaction(tx => close(deps, tx, user.id))
  deps.liveSessions.forget([user.id])
  return isDone
}

/** Tells the address that the account has by now: it may have changed since it was looked for. */
async function close(deps: Deps, tx: Transaction, id: string): Promise<boolean> {
  const held = await lockUser(tx, id)
  return held !== null && closeAccount(deps, tx, held)
}
