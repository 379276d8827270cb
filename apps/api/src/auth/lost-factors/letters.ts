import type { MailWords } from '@latchkey/contracts/words/mails'
import type { User } from '@latchkey/database/models'
import { formatDuration } from '../../platform/mail/format-duration.ts'
import type { Letter } from '../../platform/mail/letter.ts'
import { type NoticeDetails, noticeKind, noticeLetter } from '../../platform/mail/notice.ts'

/** The mails about a request to remove all second factors. */
const whileEnabled = {
  asked: noticeKind(
    'factor_reset_asked',
    (words, details) =>
      letterOf(words, words.factorResetAsked(formatDuration(words, Number(details.detail) || 0)), details),
    { further: 'keep_factors', withoutSession: true },
  ),
  reminder: noticeKind(
    'factor_reset_reminder',
    (words, details) => letterOf(words, words.factorResetReminder, details),
    { further: 'keep_factors', withoutSession: true },
  ),
} as const

/** The same for a disabled person. They have no button: an operator began this wait, as a thief may read the mail. */
const whileDisabled = {
  asked: noticeKind('factor_reset_asked_while_disabled', (words, details) =>
    letterWithoutButtons(words, words.factorResetAsked(formatDuration(words, Number(details.detail) || 0)), details),
  ),
  reminder: noticeKind('factor_reset_reminder_while_disabled', (words, details) =>
    letterWithoutButtons(words, words.factorResetReminder, details),
  ),
} as const

/** The mails about the wait of this person. */
export const waitNoticesFor = ({ disabledAt }: Pick<User, 'disabledAt'>) =>
  disabledAt === null ? whileEnabled : whileDisabled

export const lostFactorNotices = {
  ...whileEnabled,
  done: noticeKind('factors_reset', (words, details) => letterOf(words, words.factorsReset, details), {
    withoutSession: true,
  }),
} as const

/** Every kind of these mails. */
export const allNotices = [...Object.values(lostFactorNotices), ...Object.values(whileDisabled)]

/** The letter of these sentences. `furtherUrl` cancels the request, while there is one. */
const letterOf = (words: MailWords, sentences: MailWords['factorResetReminder'], details: NoticeDetails): Letter => ({
  ...noticeLetter(words, sentences, details),
  ...(details.furtherUrl && { button: { label: words.keepFactors, url: details.furtherUrl } }),
  reason: details.restores ? 'formerAddress' : 'account',
})

function letterWithoutButtons(
  words: MailWords,
  sentences: MailWords['factorResetReminder'],
  details: NoticeDetails,
): Letter {
  const { button: _keep, secondButton: _notMe, ...letter } = letterOf(words, sentences, details)
  return { ...letter, closing: [words.factorResetWhileDisabled] }
}
