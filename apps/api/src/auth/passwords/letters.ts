import { aQuarterOfAnHourMs, noticeKind } from '../../platform/mail/notice.ts'

/** The mails to a person about their password. */
export const passwordNotices = {
  changed: noticeKind(
    'password_changed',
    (words, { url, facts, count }) => {
      const { what, ...letter } = words.passwordChanged(count)
      return { ...letter, facts: [[words.what, what], ...facts], secondButton: { label: words.notMe, url } }
    },
    { mergeForMs: aQuarterOfAnHourMs },
  ),
  removed: noticeKind('password_removed', (words, { url, facts }) => {
    const { what, ...letter } = words.passwordRemoved
    return { ...letter, facts: [[words.what, what], ...facts], secondButton: { label: words.notMe, url } }
  }),
  guessedByStrangers: noticeKind(
    'guessed_by_strangers',
    (words, { url, facts }) => {
      const { what, ...letter } = words.guessedByStrangers
      return { ...letter, facts: [[words.what, what], ...facts], secondButton: { label: words.notMe, url } }
    },
    { withoutSession: true },
  ),
  guessedOnDevice: noticeKind(
    'guessed_on_device',
    (words, { url, facts }) => {
      const { what, ...letter } = words.guessedOnDevice
      return { ...letter, facts: [[words.what, what], ...facts], secondButton: { label: words.notMe, url } }
    },
    { withoutSession: true },
  ),
} as const
