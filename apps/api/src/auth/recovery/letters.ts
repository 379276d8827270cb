import { pages } from '@latchkey/contracts/pages'
import type { Letter, LetterFacts } from '../../platform/mail/letter.ts'

/** The mail with a link to choose a new password: on request, after "this wasn't me", or to a person who kept their account. */
export const resetLetter = (
  because: keyof typeof words,
  { origin, secret, facts }: { origin: string; secret: string; facts: LetterFacts },
): Letter => ({
  ...words[because],
  facts,
  button: { label: 'Choose a new password', url: `${origin}${pages.reset}#token=${secret}` },
})

const words = {
  forgot: {
    subject: 'Reset your password',
    heading: 'Choose a new password',
    paragraphs: [
      'Somebody asked for a new password for your account. This link works once, within 10 minutes. It signs you out everywhere.',
    ],
    closing: ['If you did not ask for this, ignore this mail: your password stays as it is.'],
  },
  not_me: {
    subject: 'Your account is locked: choose a new password',
    heading: 'Choose a new password',
    paragraphs: [
      'You told us that something on your account was not you. Every device is signed out, and the old password no longer works.',
      'This link works once, within 10 minutes. After that, ask for another one on the sign-in page.',
    ],
    closing: [],
  },
  kept: {
    subject: 'Your account is kept: choose a new password',
    heading: 'Your account is kept',
    paragraphs: [
      'You kept your account, and nothing in it is lost. The old password no longer works, so choose a new one.',
      'This link works once, within 10 minutes. After that, ask for another one on the sign-in page.',
    ],
    closing: [],
  },
} satisfies Record<string, Omit<Letter, 'button' | 'facts'>>
