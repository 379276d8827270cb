import type { Language } from '@latchkey/contracts/words/language'
import type { Deps } from '../../deps.ts'
import { contextFrom, systemContext } from '../../platform/context.ts'
import type { NoticeKind } from '../../platform/mail/notice.ts'
import { findReclaim, findReclaimsOf } from '../challenges/buttons.ts'
import { type About, mailNotice, notify } from '../notices/service.ts'
import { changeAccount, type LockedAccount } from './change-account.ts'
import { accountNotices } from './letters.ts'

/**
 * Mails every address that can undo a deletion: the person's own address, and each former address that can reclaim the account. The
 * button for a former address is as old as its reclaim, and works as long.
 */
export const notifyDeletion = (account: LockedAccount): Promise<void> =>
  notifyEveryAddress(account, accountNotices.deleted)

/**
 * Mails every address that can speak for the account. The button for a former address is as old as its reclaim, and works as long: it
 * restores that address.
 */
export async function notifyEveryAddress(account: LockedAccount, kind: NoticeKind, about: About = {}): Promise<void> {
  await notify(account, kind, about)
  for (const { address, createdAt, expiresAt } of await findReclaimsOf(account))
    if (address !== null && address !== account.user.email)
      await notify(account, kind, { ...about, address, restores: true, opened: { createdAt, expiresAt } })
}

/**
 * Mails a former address of an account how to reclaim it; false if there is nothing to reclaim. While a reclaim is open, only that
 * account (`except`) may take the address again. Otherwise a person whose account a thief moved away would create a new one and lose
 * the old one for good.
 */
export async function remindOfReclaim(
  deps: Deps,
  address: string,
  { language, except }: { language: Language; except?: string },
): Promise<boolean> {
  const reclaim = await findReclaim(deps, deps.db, {
    address,
    ...(except !== undefined && { userId: { not: except } }),
  })
  if (!reclaim?.userId) return false
  const { id: challengeId, userId, createdAt } = reclaim
  const notice = { ...contextFrom({ at: createdAt, language }), userId, challengeId, restores: true, detail: null }
  await mailNotice(deps, deps.db, accountNotices.emailChanged, notice)
  return true
}

/** Mails a person how to restore their deleted account. Only the button of that letter can do it. */
export async function remindOfDeletion(
  deps: Deps,
  left: { id: string; deletedAt: Date },
  language: Language,
): Promise<void> {
  await changeAccount(deps, { ...systemContext(deps), language }, left.id, account =>
    notify(account, accountNotices.deleted, { at: left.deletedAt }),
  )
}
