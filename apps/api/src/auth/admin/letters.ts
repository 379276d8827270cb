import type { MailWords } from '@latchkey/contracts/words/mails'
import type { Letter } from '../../platform/mail/letter.ts'
import { aQuarterOfAnHourMs, type NoticeDetails, noticeKind, noticeLetter } from '../../platform/mail/notice.ts'

/** The letter of these sentences. It has no button: what an operator did is not undone by a mail, and the reader did not do it. */
function letterOf(words: MailWords, sentences: MailWords['adminMails']['disabled'], details: NoticeDetails): Letter {
  const { secondButton: _notMe, ...letter } = noticeLetter(words, sentences, details)
  return letter
}

type Sentences = keyof MailWords['adminMails']

/** No one who was in the account can cause these mails. */
const byOperator = (name: string, sentences: Sentences, options: { mergeForMs?: number } = {}) =>
  noticeKind(name, (words, details) => letterOf(words, words.adminMails[sentences], details), {
    ...options,
    withoutSession: true,
  })

/** The mails that tell a person what an admin did to their account. */
export const adminNotices = {
  sessionsEnded: byOperator('sessions_ended_by_admin', 'sessionsEnded', { mergeForMs: aQuarterOfAnHourMs }),
  disabled: byOperator('account_disabled', 'disabled'),
  enabled: byOperator('account_enabled', 'enabled'),
  factorDemanded: byOperator('factor_demanded', 'factorDemanded'),
  factorDemandEnded: byOperator('factor_demand_ended', 'factorDemandEnded'),
  madeAdmin: byOperator('made_admin', 'madeAdmin'),
  adminRemoved: byOperator('admin_removed', 'adminRemoved'),
} as const
