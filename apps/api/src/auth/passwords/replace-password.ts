import type { Session } from '@latchkey/database/models'
import type { LockedAccount } from '../account/change-account.ts'
import { record } from '../audit-log/service.ts'
import { notify } from '../notices/service.ts'
import { endAccess } from '../sessions/end-access.ts'
import { passwordNotices } from './letters.ts'
import { forgetPassword, savePassword } from './service.ts'

/**
 * Replaces the password of an account. Ends the access that the old one gave, except one session, records it and tells the owner.
 * Returns how many sessions ended.
 */
export async function replacePassword(
  account: LockedAccount,
  hash: string,
  { reason, except = null }: { reason: 'password_changed' | 'password_reset'; except?: Session | null },
): Promise<number> {
  await savePassword(account, hash)
  await record(account, reason)
  const ended = await endAccess(account, reason, { except })
  await notify(account, passwordNotices.changed)
  return ended
}

/** Removes the password of an account, and ends the same. Returns how many sessions ended. */
export async function dropPassword(account: LockedAccount, { except }: { except: Session }): Promise<number> {
  await forgetPassword(account)
  await record(account, 'password_removed')
  const ended = await endAccess(account, 'password_changed', { except })
  await notify(account, passwordNotices.removed)
  return ended
}
