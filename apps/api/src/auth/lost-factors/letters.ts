import type { MailWords } from '@latchkey/contracts/words/mails'
import { formatDuration } from '../../platform/mail/format-duration.ts'
import type { Letter } from '../../platform/mail/letter.ts'
import { type NoticeDetails, noticeKind } from '../../platform/mail/notice.ts'

/** The mails about a request to remove all second factors. */
export const lostFactorNotices = {
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
  done: noticeKind('factors_reset', (words, details) => letterOf(words.factorsReset, words, details), {
    withoutSession: true,
  }),
} as const

/** The letter of these sentences. `furtherUrl` cancels the request, while there is one. */
function letterOf(
  { what, ...letter }: MailWords['factorResetReminder'],
  words: MailWords,
  { url, furtherUrl, facts, restores }: NoticeDetails,
): Letter {
  return {
    ...letter,
    facts: [[words.what, what], ...facts],
    ...(furtherUrl && { button: { label: words.keepFactors, url: furtherUrl } }),
    secondButton: { label: words.notMe, url },
    reason: restores ? 'formerAddress' : 'account',
  }
}
