import { pages } from '@latchkey/contracts/pages'
import { rich } from '../../../platform/words/use-words.ts'
import { codesAreFew } from '../../factors/codes-are-few.ts'
import type { Check } from './checks.ts'

/** Says how the person gets back in without the password or the app. The address was proved, or there would be no account. */
export const waysBackCheck: Check = ({ user, pendingEmail, recoveryCodesLeft: left }, words) => {
  const isShort = left !== null && codesAreFew(left)
  const byMail = words.backByEmail(<bdi className="wrap-anywhere text-ink">{user.email}</bdi>)
  const finding = { isFine: pendingEmail === null && !isShort, icon: 'mail', title: words.wayBack } as const
  if (pendingEmail === null && isShort)
    return { ...finding, text: words.codesFew(left), link: words.newCodes, to: { to: pages.recoveryCodes } }
  return {
    ...finding,
    text:
      pendingEmail === null ? (
        <>
          {rich(byMail)}
          {left !== null && <span>{` ${words.codesLeft(left)}`}</span>}
        </>
      ) : (
        rich(words.emailWaits(<bdi className="wrap-anywhere text-ink">{pendingEmail.email}</bdi>))
      ),
    link: words.changeEmail,
    to: { to: pages.settings, part: 'email' },
  }
}
