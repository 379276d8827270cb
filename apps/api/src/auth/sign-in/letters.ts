import { aQuarterOfAnHourMs, noticeKind } from '../../platform/mail/notice.ts'

/** The mails to a person about a sign-in. */
export const signInNotices = {
  signedIn: noticeKind(
    'signed_in',
    (words, { url, facts, count }) => {
      const { what, ...letter } = words.signedIn(count)
      return { ...letter, facts: [[words.what, what], ...facts], secondButton: { label: words.notMe, url } }
    },
    { mergeForMs: aQuarterOfAnHourMs },
  ),
} as const
