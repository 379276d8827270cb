import { pages } from '@latchkey/contracts/pages'
import { formatDuration } from '../../platform/mail/format-duration.ts'
import type { Letter, LetterFacts } from '../../platform/mail/letter.ts'

/** The mail with a link to choose a new password: on request, after "this wasn't me", or to a person who kept their account. */
export const resetLetter = (
  because: keyof typeof words,
  { origin, secret, lifetimeMs, facts }: { origin: string; secret: string; lifetimeMs: number; facts: LetterFacts },
): Letter => ({
  ...words[because](formatDuration(lifetimeMs)),
  facts,
  button: { label: 'Choose a new password', url: `${origin}${pages.reset}#token=${secret}` },
})

const words = {
  forgot: lifetime => ({
    subject: 'Reset your password',
    heading: 'Choose a new password',
    paragraphs: [
      `Somebody asked for a new password for your account. This link works once, within ${lifetime}. It signs you out everywhere.`,
    ],
    closing: ['If you did not ask for this, ignore this mail: your password stays as it is.'],
  }),
  not_me: lifetime => ({
    subject: 'Your account is locked: choose a new password',
    heading: 'Choose a new password',
    paragraphs: [
      'You told us that something on your account was not you. Every device is signed out, and the old password no longer works.',
      `This link works once, within ${lifetime}. After that, ask for another one on the sign-in page. Choose a password that you have not used here before.`,
    ],
    closing: [],
  }),
  kept: lifetime => ({
    subject: 'Your account is kept: choose a new password',
    heading: 'Your account is kept',
    paragraphs: [
      'You kept your account, and nothing in it is lost. The old password no longer works, so choose a new one.',
      `This link works once, within ${lifetime}. After that, ask for another one on the sign-in page.`,
    ],
    closing: [],
  }),
} satisfies Record<string, (lifetime: string) => Omit<Letter, 'button' | 'facts'>>
