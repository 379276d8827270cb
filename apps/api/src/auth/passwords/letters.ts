import { aQuarterOfAnHourMs, type NoticeKind, noticeKind, noticeLetter } from '../../platform/mail/notice.ts'

const changed: NoticeKind['letter'] = (words, details) =>
  noticeLetter(words, words.passwordChanged(details.count), details)

/** The mails to a person about their password. */
export const passwordNotices = {
  changed: noticeKind('password_changed', changed, { mergeForMs: aQuarterOfAnHourMs }),
  /** The same, by a mailed link: a thief of the mailbox can cause it, and press its button. */
  reset: noticeKind('password_reset', changed, { mergeForMs: aQuarterOfAnHourMs, withoutSession: true }),
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
