import { formatDuration } from '../../platform/mail/format-duration.ts'
import { type NoticeDetails, noticeKind } from '../../platform/mail/notice.ts'

const reasonOf = ({ restores }: NoticeDetails) => (restores ? 'formerAddress' : 'account')

/** The mails about a request to remove all second factors. */
export const lostFactorNotices = {
  asked: noticeKind(
    'factor_reset_asked',
    (words, details) => {
      const { url, furtherUrl, facts, detail } = details
      const { what, ...letter } = words.factorResetAsked(formatDuration(words, Number(detail) || 0))
      return {
        ...letter,
        facts: [[words.what, what], ...facts],
        ...(furtherUrl && { button: { label: words.keepFactors, url: furtherUrl } }),
        secondButton: { label: words.notMe, url },
        reason: reasonOf(details),
      }
    },
    { further: 'keep_factors' },
  ),
  reminder: noticeKind(
    'factor_reset_reminder',
    (words, details) => {
      const { url, furtherUrl, facts } = details
      const { what, ...letter } = words.factorResetReminder
      return {
        ...letter,
        facts: [[words.what, what], ...facts],
        ...(furtherUrl && { button: { label: words.keepFactors, url: furtherUrl } }),
        secondButton: { label: words.notMe, url },
        reason: reasonOf(details),
      }
    },
    { further: 'keep_factors' },
  ),
  done: noticeKind('factors_reset', (words, details) => {
    const { url, facts } = details
    const { what, ...letter } = words.factorsReset
    return {
      ...letter,
      facts: [[words.what, what], ...facts],
      secondButton: { label: words.notMe, url },
      reason: reasonOf(details),
    }
  }),
} as const
