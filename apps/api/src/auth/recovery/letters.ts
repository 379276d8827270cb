import { pages } from '@latchkey/contracts/pages'
import { formatDuration } from '../../platform/mail/format-duration.ts'
import type { Letter, LetterFacts } from '../../platform/mail/letter.ts'

/** The mail with a link to choose a new password: on request, or after "this wasn't me". */
export const resetLetter = (
  because: 'forgot' | 'not_me',
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
} satisfies Record<string, (lifetime: string) => Omit<Letter, 'button' | 'facts'>>
