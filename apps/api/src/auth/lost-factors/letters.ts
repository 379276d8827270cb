import type { MailWords } from '@latchkey/contracts/words/mails'
import type { User } from '@latchkey/database/models'
import { formatDuration } from '../../platform/mail/format-duration.ts'
import type { Letter } from '../../platform/mail/letter.ts'
import { type NoticeDetails, noticeKind } from '../../platform/mail/notice.ts'

/** The mails about a request to remove all second factors. */
const whileEnabled = {
  asked: noticeKind(
    'factor_reset_asked',
    (words, details) =>
      letterOf(words.factorResetAsked(formatDuration(words, Number(details.detail) || 0)), words, details),
    { further: 'keep_factors', withoutSession: true },
  ),
  reminder: noticeKind(
    'factor_reset_reminder',
    (words, details) => letterOf(words.factorResetReminder, words, details),
    { further: 'keep_factors', withoutSession: true },
  ),
} as const

/** The same for a disabled person. They have no button: an operator began this wait, as a thief may read the mail. */
const whileDisabled = {
  asked: noticeKind('factor_reset_asked_while_disabled', (words, details) =>
    letterWithoutButtons(words.factorResetAsked(formatDuration(words, Number(details.detail) || 0)), words, details),
  ),
  reminder: noticeKind('factor_reset_reminder_while_disabled', (words, details) =>
    letterWithoutButtons(words.factorResetReminder, words, details),
  ),
} as const

/** The mails about the wait of this person. */
export const waitNoticesFor = ({ disabledAt }: Pick<User, 'disabledAt'>) =>
  disabledAt === null ? whileEnabled : whileDisabled

export const lostFactorNotices = {
  ...whileEnabled,
  done: noticeKind('factors_reset', (words, details) => letterOf(words.factorsReset, words, details), {
    withoutSession: true,
  }),
} as const

/** Every kind of these mails. */
export const allNotices = [...Object.values(lostFactorNotices), ...Object.values(whileDisabled)]

/** The letter of these sentences. `furtherUrl` cancels the request, while there is one. */
const letterOf = (sentences: MailWords['factorResetReminder'], words: MailWords, details: NoticeDetails): Letter => ({
  ...partsOf(sentences, words, details),
  ...(details.furtherUrl && { button: { label: words.keepFactors, url: details.furtherUrl } }),
  secondButton: { label: words.notMe, url: details.url },
})

const letterWithoutButtons = (
  sentences: MailWords['factorResetReminder'],
  words: MailWords,
  details: NoticeDetails,
): Letter => ({ ...partsOf(sentences, words, details), closing: [words.factorResetWhileDisabled] })

const partsOf = (
  { what, ...letter }: MailWords['factorResetReminder'],
  words: MailWords,
  { facts, restores }: NoticeDetails,
) => ({
  ...letter,
  facts: [[words.what, what], ...facts] as const,
  reason: restores ? ('formerAddress' as const) : ('account' as const),
})
