import { pages } from '@latchkey/contracts/pages'
import { TimeAgo } from '../../../platform/ui/time.tsx'
import { rich } from '../../../platform/words/use-words.ts'
import type { Check } from './checks.ts'

/**
 * Says how old the password is. Age alone is no reason to change it (NIST SP 800-63B, section 3.1.1.2). How strong it is stays
 * unknown: to keep that would tell a thief of the database whose password to guess first.
 */
export const passwordCheck: Check = ({ password }, words) =>
  password && {
    isFine: password.strangersRefusedAt === null,
    icon: 'password',
    title: words.password,
    text:
      password.strangersRefusedAt === null
        ? rich(words.passwordSince(<TimeAgo instant={password.changedAt} />))
        : words.passwordGuessed,
    link: words.changePassword,
    to: { to: pages.settings, part: 'password' },
  }
