import { pages } from '@latchkey/contracts/pages'
import { rich } from '../../../platform/words/use-words.ts'
import type { Check } from './checks.ts'

/** Says how the person gets back in without the password. The address was proved, or there would be no account. */
export const waysBackCheck: Check = ({ user, pendingEmail }, words) => ({
  isFine: pendingEmail === null,
  icon: 'mail',
  title: words.wayBack,
  text: rich(
    pendingEmail === null
      ? words.backByEmail(<bdi className="wrap-anywhere text-ink">{user.email}</bdi>)
      : words.emailWaits(<bdi className="wrap-anywhere text-ink">{pendingEmail.email}</bdi>),
  ),
  link: words.changeEmail,
  to: { to: pages.settings, part: 'email' },
})
