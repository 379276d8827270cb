import type { MailWords } from '@latchkey/contracts/words/mails'
import { formatDuration } from '../../platform/mail/format-duration.ts'
import type { Letter, LetterFacts } from '../../platform/mail/letter.ts'
import type { SampleDetails } from '../../platform/mail/sample-letters.ts'

/** The mail with a code to sign in with. It has no link: a code that is typed stays in the browser that asked. */
export function codeLetter(
  words: MailWords,
  { code, worksForMs }: { code: string; worksForMs: number },
  facts: LetterFacts,
): Letter {
  const { what, ...letter } = words.signInCode({ code, codeWorks: formatDuration(words, worksForMs) })
  return { ...letter, code, facts: [[words.what, what], ...facts] }
}

/** An example for the gallery. */
export const sampleLetters = ({ words, facts }: SampleDetails) => ({
  sign_in_code: codeLetter(words, { code: '071584', worksForMs: 600_000 }, facts),
})
