import type { Challenge } from '@latchkey/database/models'
import type { LockedAccount } from '../account/change-account.ts'
import { findFirstNotice } from '../challenges/buttons.ts'
import { factorNotices } from '../factors/letters.ts'
import { identityNotices } from '../identities/letters.ts'
import { allNotices } from '../lost-factors/letters.ts'
import { isDisputed } from '../lost-factors/requests.ts'

/**
 * Whether a removal of all factors goes on that an earlier press, or an operator, began. A thief could cause a mail with this button,
 * and its press would keep their factor. A button of the mails about the removal ends it, and so does one that restores an address.
 * No button does while the person is disabled.
 */
export const keepsDispute = async (
  account: LockedAccount,
  { notice, reclaim }: { notice: string; reclaim: Challenge | null },
): Promise<boolean> =>
  (account.user.disabledAt !== null || (!reclaim && !isAboutReset(notice))) && (await isDisputed(account))

/** Whether a notice with this name is about a removal of all factors. */
export const isAboutReset = (notice: string) => allNotices.some(({ name }) => name === notice)

/** The notices whose buttons take back the factor, the codes or the account elsewhere that they are about. */
export const factorNoticeNames = [
  factorNotices.added.name,
  factorNotices.recoveryCodesMade.name,
  identityNotices.added.name,
]

/** Whether this notice, or another one whose button still works, is about a factor that was removed. */
export const wasFactorRemoved = async (account: LockedAccount, notice: string): Promise<boolean> =>
  notice === factorNotices.removed.name || (await findFirstNotice(account, [factorNotices.removed.name])) !== null

/**
 * Since when the second factors are not the owner's. A thief who adds one causes further mails. A press of a later button ends the
 * earlier ones, so it does what they would: it takes back each factor, and the codes, whose mail has a button that still works, also at
 * an address that the owner has left since. Not so the button of a mail that needs no session: strangers could have the owner remove
 * their own factors. It leaves those buttons open.
 */
export async function suspectSince(account: LockedAccount, { createdAt }: Pick<Challenge, 'createdAt'>): Promise<Date> {
  const first = await findFirstNotice(account, factorNoticeNames)
  return first && first < createdAt ? first : createdAt
}
