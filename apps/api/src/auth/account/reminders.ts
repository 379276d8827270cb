import type { Deps } from '../../deps.ts'
import { contextFrom, systemContext } from '../../platform/context.ts'
import { findReclaim, findReclaimsOf } from '../challenges/service.ts'
import { mailNotice, notify } from '../notices/service.ts'
import { changeAccount, type LockedAccount } from './change-account.ts'
import { accountNotices } from './letters.ts'

/**
 * Tells of a deletion at every address that can undo it: the person's own, and those that may reclaim the account, each by the reclaim
 * that it has.
 */
export async function notifyDeletion(account: LockedAccount): Promise<void> {
  const { deps, tx, user, now, context } = account
  await notify(account, accountNotices.deleted)
  const told = { ...context, userId: user.id, restores: true, detail: null, at: now }
  for (const { id: challengeId, address } of await findReclaimsOf(account))
    if (address !== user.email) await mailNotice(deps, tx, accountNotices.deleted, { ...told, challengeId })
}

/**
 * Mails an address that had an account until lately how to reclaim it; false where there is nothing to reclaim. Until then no other
 * account gets the address, but for the one that had it (`except`): a person whose account a thief has moved away would otherwise make
 * a new one and lose the old one for good.
 */
export async function remindOfReclaim(
  deps: Deps,
  address: string,
  { except }: { except?: string } = {},
): Promise<boolean> {
  const reclaim = await findReclaim(deps, deps.db, {
    address,
    ...(except !== undefined && { userId: { not: except } }),
  })
  if (!reclaim?.userId) return false
  const { id: challengeId, userId, createdAt } = reclaim
  const told = { ...contextFrom({ at: createdAt }), userId, challengeId, restores: true, detail: null }
  await mailNotice(deps, deps.db, accountNotices.emailChanged, told)
  return true
}

/** Mails a person who has left how to come back: by the button of that letter, and by nothing else. */
export async function remindOfDeletion(deps: Deps, left: { id: string; deletedAt: Date }): Promise<void> {
  await changeAccount(deps, systemContext(deps), left.id, account =>
    notify(account, accountNotices.deleted, { at: left.deletedAt }),
  )
}
