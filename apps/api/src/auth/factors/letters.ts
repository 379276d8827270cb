import type { MailWords } from '@latchkey/contracts/words/mails'
import type { Letter } from '../../platform/mail/letter.ts'
import { aQuarterOfAnHourMs, type NoticeDetails, noticeKind, noticeLetter } from '../../platform/mail/notice.ts'
import { quoted } from '../../platform/mail/quoted.ts'

/** The mails to a person about their second factors. */
export const factorNotices = {
  added: noticeKind('factor_added', (words, details) => namedLetter(words, words.factorAdded, details)),
  removed: noticeKind('factor_removed', (words, details) => namedLetter(words, words.factorRemoved, details)),
  recoveryCodesMade: noticeKind('recovery_codes_made', (words, details) =>
    noticeLetter(words, words.recoveryCodesMade, details),
  ),
  recoveryCodeUsed: noticeKind('recovery_code_used', (words, details) =>
    noticeLetter(words, words.recoveryCodeUsed(Number(details.detail)), details),
  ),
  cloned: noticeKind('passkey_cloned', (words, details) => namedLetter(words, words.passkeyCloned, details), {
    mergeForMs: aQuarterOfAnHourMs,
  }),
  guessed: noticeKind('factor_guessed', (words, details) => noticeLetter(words, words.factorGuessed, details), {
    mergeForMs: aQuarterOfAnHourMs,
    withoutSession: true,
  }),
} as const

/** The letter of these sentences. Its first fact names the factor. */
const namedLetter = (words: MailWords, { what, ...letter }: MailWords['factorAdded'], details: NoticeDetails): Letter =>
  noticeLetter(words, { ...letter, what: what(quoted(details.detail ?? '')) }, details)
