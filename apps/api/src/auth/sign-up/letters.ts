import { pages } from '@latchkey/contracts/pages'
import { formatDuration } from '../../platform/mail/format-duration.ts'
import type { Letter, LetterFacts } from '../../platform/mail/letter.ts'
import type { Settings } from '../../platform/settings/settings.ts'

/** Has a code if the browser that signed up asked for the mail. Otherwise it has only the link. */
export const verifyLetter = (
  { appUrl, mailLifetimes: { confirmLink, signUpCode } }: Pick<Settings, 'appUrl' | 'mailLifetimes'>,
  { secret, code }: { secret: string; code: string | null },
): Letter => ({
  subject: 'Confirm your email address',
  heading: 'Confirm your email address',
  paragraphs: [
    code === null
      ? 'Somebody, probably you, asked for this mail again. Confirm your address by the button, and choose a password there. A code that we sent before works as it did.'
      : `Type this code on the page where you signed up. It works for ${formatDuration(signUpCode)}, and only in that browser. We never ask for it anywhere else.`,
  ],
  ...(code !== null && { code }),
  button: { label: 'Confirm this address', url: `${appUrl.origin}${pages.verify}#token=${secret}` },
  closing: [
    code === null
      ? `The button works until ${formatDuration(confirmLink)} after the sign-up.`
      : `The button works for ${formatDuration(confirmLink)}. In another browser it asks for a password of your choice.`,
    'If you did not sign up, ignore this mail: no account is made.',
  ],
})

export const accountExistsLetter = (origin: string, facts: LetterFacts): Letter => ({
  subject: 'You already have an account',
  heading: 'You already have an account',
  paragraphs: [
    'Somebody, probably you, wants an account with this email address. It has one already, so sign in with it.',
  ],
  facts: [['What', 'Sign-up with this address'], ...facts],
  button: { label: 'Sign in', url: `${origin}${pages.login}` },
  closing: [
    'If you have forgotten the password, choose a new one.',
    'If this was not you, ignore this mail: nothing has changed, and we told no one that you have an account.',
  ],
  secondButton: { label: 'Reset the password', url: `${origin}${pages.forgot}` },
})
