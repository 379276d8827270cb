import { aQuarterOfAnHourMs, noticeKind, noticeLetter } from '../../platform/mail/notice.ts'

/** The mails to a person about their password. */
export const passwordNotices = {
  changed: noticeKind(
    'password_changed',
    (words, details) => noticeLetter(words, words.passwordChanged(details.count), details),
    { mergeForMs: aQuarterOfAnHourMs },
  ),
  removed: noticeKind('password_removed', (words, details) => noticeLetter(words, words.passwordRemoved, details)),
  guessedByStrangers: noticeKind(
    'guessed_by_strangers',
    (words, details) => noticeLetter(words, words.guessedByStrangers, details),
    { withoutSession: true },
  ),
  guessedOnDevice: noticeKind(
    'guessed_on_device',
    (words, details) => noticeLetter(words, words.guessedOnDevice, details),
    { withoutSession: true },
  ),
} as const
