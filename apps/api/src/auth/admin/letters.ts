import type { MailWords } from '@latchkey/contracts/words/mails'
import type { Letter } from '../../platform/mail/letter.ts'
import { aQuarterOfAnHourMs, type NoticeDetails, noticeKind, noticeLetter } from '../../platform/mail/notice.ts'

/** The letter of these sentences. It has no button: what an operator did is not undone by a mail, and the reader did not do it. */
function letterOf(words: MailWords, sentences: MailWords['adminMails']['disabled'], details: NoticeDetails): Letter {
  const { secondButton: _notMe, ...letter } = noticeLetter(words, sentences, details)
  return letter
}

/** No one who was in the account can cause these mails. */
const byOperator = { withoutSession: true } as const

/** The mails that tell a person what an admin did to their account. */
export const adminNotices = {
  sessionsEnded: noticeKind(
    'sessions_ended_by_admin',
    (words, details) => letterOf(words, words.adminMails.sessionsEnded, details),
    { ...byOperator, mergeForMs: aQuarterOfAnHourMs },
  ),
  disabled: noticeKind(
    'account_disabled',
    (words, details) => letterOf(words, words.adminMails.disabled, details),
    byOperator,
  ),
  enabled: noticeKind(
    'account_enabled',
    (words, details) => letterOf(words, words.adminMails.enabled, details),
    byOperator,
  ),
  factorDemanded: noticeKind(
    'factor_demanded',
    (words, details) => letterOf(words, words.adminMails.factorDemanded, details),
    byOperator,
  ),
  factorDemandEnded: noticeKind(
    'factor_demand_ended',
    (words, details) => letterOf(words, words.adminMails.factorDemandEnded, details),
    byOperator,
  ),
  madeAdmin: noticeKind(
    'made_admin',
    (words, details) => letterOf(words, words.adminMails.madeAdmin, details),
    byOperator,
  ),
  adminRemoved: noticeKind(
    'admin_removed',
    (words, details) => letterOf(words, words.adminMails.adminRemoved, details),
    byOperator,
  ),
} as const
