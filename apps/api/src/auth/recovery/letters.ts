import { pages } from '@latchkey/contracts/pages'
import type { MailWords } from '@latchkey/contracts/words/mails'
import { formatDuration } from '../../platform/mail/format-duration.ts'
import type { Letter, LetterFacts } from '../../platform/mail/letter.ts'
import type { SampleDetails } from '../../platform/mail/sample-letters.ts'

const sentencesFor = { forgot: 'forgot', not_me: 'locked', kept: 'kept', admin: 'resetByAdmin' } as const

/** The mail with a link to choose a new password: on request, after "this wasn't me", to a person who kept their account, or from an admin. */
export const resetLetter = (
  words: MailWords,
  because: keyof typeof sentencesFor,
  {
    origin,
    address,
    secret,
    lifetimeMs,
    facts,
  }: { origin: string; address: string; secret: string; lifetimeMs: number; facts: LetterFacts },
): Letter => ({
  ...words[sentencesFor[because]](formatDuration(words, lifetimeMs)),
  facts,
  button: {
    label: words.choosePassword,
    url: `${origin}${pages.reset}#token=${secret}&address=${encodeURIComponent(address)}`,
  },
})

/** Examples for the gallery. */
export function sampleLetters({ words, origin, facts }: SampleDetails) {
  const details = { origin, address: 'ada@example.com', secret: 'example', lifetimeMs: 3_600_000, facts }
  return {
    reset_forgot: resetLetter(words, 'forgot', details),
    reset_not_me: resetLetter(words, 'not_me', details),
    reset_kept: resetLetter(words, 'kept', details),
    reset_admin: resetLetter(words, 'admin', details),
  }
}
