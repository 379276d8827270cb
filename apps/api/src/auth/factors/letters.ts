import type { MailWords } from '@latchkey/contracts/words/mails'
import type { Letter } from '../../platform/mail/letter.ts'
import { aQuarterOfAnHourMs, type NoticeDetails, noticeKind } from '../../platform/mail/notice.ts'
import { quoted } from '../../platform/mail/quoted.ts'

/** The mails to a person about their second factors. */
export const factorNotices = {
  added: noticeKind('factor_added', (words, details) => namedLetterOf(words.factorAdded, words, details)),
  removed: noticeKind('factor_removed', (words, details) => namedLetterOf(words.factorRemoved, words, details)),
  recoveryCodesMade: noticeKind('recovery_codes_made', (words, details) =>
    letterOf(words.recoveryCodesMade, words, details),
  ),
  recoveryCodeUsed: noticeKind('recovery_code_used', (words, details) =>
    letterOf(words.recoveryCodeUsed(Number(details.detail)), words, details),
  ),
  cloned: noticeKind('passkey_cloned', (words, details) => namedLetterOf(words.passkeyCloned, words, details), {
    mergeForMs: aQuarterOfAnHourMs,
  }),
  guessed: noticeKind('factor_guessed', (words, details) => letterOf(words.factorGuessed, words, details), {
    mergeForMs: aQuarterOfAnHourMs,
    withoutSession: true,
  }),
} as const

/** The letter of these sentences, with the button "This wasn't me". */
function letterOf(
  { what, ...letter }: MailWords['recoveryCodesMade'],
  words: MailWords,
  { url, facts }: NoticeDetails,
): Letter {
  return { ...letter, facts: [[words.what, what], ...facts], secondButton: { label: words.notMe, url } }
}

/** The same, where the first fact names the factor. */
const namedLetterOf = (
  { what, ...letter }: MailWords['factorAdded'],
  words: MailWords,
  details: NoticeDetails,
): Letter => letterOf({ ...letter, what: what(quoted(details.detail ?? '')) }, words, details)
