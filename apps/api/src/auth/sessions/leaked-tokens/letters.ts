import { aQuarterOfAnHourMs, noticeKind } from '../../../platform/mail/notice.ts'
import { notMeButton } from '../../notices/words.ts'

/** The mails about a token that was found in public. */
export const leakedTokenNotices = {
  found: noticeKind(
    'token_leaked',
    ({ url, facts, count }) => ({
      subject:
        count === 1 ? 'A session of yours was found in public' : `${count} sessions of yours were found in public`,
      heading:
        count === 1 ? 'A session of yours was found in public' : `${count} sessions of yours were found in public`,
      paragraphs: [
        'The secret token of one of your sessions was found where others can read it, such as in published code. We have ended that session, so the token no longer works.',
        ...(count > 1 ? ['The same is true for each session that is listed here.'] : []),
      ],
      facts: [['What', 'End of the session that was used here'], ...facts],
      closing: [
        'Sign in again where you used it, and keep the new token out of what you publish.',
        'If you do not know that session, press the button: every device is signed out, and you choose a new password.',
      ],
      secondButton: notMeButton(url),
    }),
    { mergeForMs: aQuarterOfAnHourMs },
  ),
} as const
