import { aQuarterOfAnHourMs, noticeKind } from '../../../platform/mail/notice.ts'

/** The mails about a token that was found in public. */
export const leakedTokenNotices = {
  found: noticeKind(
    'token_leaked',
    (words, { url, facts, count }) => {
      const { what, ...letter } = words.tokenLeaked(count)
      return { ...letter, facts: [[words.what, what], ...facts], secondButton: { label: words.notMe, url } }
    },
    { mergeForMs: aQuarterOfAnHourMs },
  ),
} as const
