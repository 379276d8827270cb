import type { MailWords } from '@latchkey/contracts/words/mails'
import { formatDuration } from '../../platform/mail/format-duration.ts'
import type { Letter, LetterFacts } from '../../platform/mail/letter.ts'
import { type NoticeDetails, noticeKind, noticeLetter } from '../../platform/mail/notice.ts'
import type { SampleDetails } from '../../platform/mail/sample-letters.ts'

/** The mails to a person about accounts at other providers. */
export const identityNotices = {
  added: noticeKind('identity_added', (words, details) => namedLetter(words, words.identityAdded, details)),
  removed: noticeKind('identity_removed', (words, details) => namedLetter(words, words.identityRemoved, details)),
} as const

/** The letter of these sentences. Its first fact names the provider. */
const namedLetter = (
  words: MailWords,
  { what, ...letter }: MailWords['identityAdded'],
  details: NoticeDetails,
): Letter => noticeLetter(words, { ...letter, what: what(details.detail ?? '') }, details)

/** The mail with the code that proves an address which a provider did not prove. */
export function linkCodeLetter(
  words: MailWords,
  { code, worksForMs, account }: { code: string; worksForMs: number; account: string },
  facts: LetterFacts,
): Letter {
  const { what, ...letter } = words.linkCode({ code, codeWorks: formatDuration(words, worksForMs), account })
  return { ...letter, code, facts: [[words.what, what], ...facts] }
}

/** An example for the gallery. */
export const sampleLetters = ({ words, facts }: SampleDetails) => ({
  link_code: linkCodeLetter(words, { code: '071584', worksForMs: 600_000, account: 'Google' }, facts),
})
