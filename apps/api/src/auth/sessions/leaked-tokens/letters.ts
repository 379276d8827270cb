import { aQuarterOfAnHourMs, noticeKind, noticeLetter } from '../../../platform/mail/notice.ts'

/** The mails about a token that was found in public. */
export const leakedTokenNotices = {
  found: noticeKind(
    'token_leaked',
    (words, details) => noticeLetter(words, words.tokenLeaked(details.count), details),
    { mergeForMs: aQuarterOfAnHourMs },
  ),
} as const
