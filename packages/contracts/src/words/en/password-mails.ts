import type { LetterWords } from '../letter.ts'
import { ifNotYou, nothingToDo } from './not-you.ts'

const lastTry = 'The last of 50 wrong passwords'

/** The mails about a password: a new one, and too many wrong ones. */
export const passwordMails = {
  forgot: (lifetime: string): LetterWords => ({
    subject: 'Reset your password',
    heading: 'Choose a new password',
    paragraphs: [
      `Somebody asked for a new password for your account. This link works once, for ${lifetime}. It signs you out everywhere.`,
    ],
    closing: ["If you didn't ask for this, ignore this email. Your password stays the same."],
  }),
  locked: (lifetime: string): LetterWords => ({
    subject: 'Your account is locked: choose a new password',
    heading: 'Choose a new password',
    paragraphs: [
      "You told us that something on your account wasn't you. Every device is signed out, and your old password no longer works.",
      `This link works once, for ${lifetime}. After that, get another one on the sign-in page. Choose a password that you haven't used here before.`,
    ],
    closing: [],
  }),
  kept: (lifetime: string): LetterWords => ({
    subject: 'Your account is back: choose a new password',
    heading: 'Your account is back',
    paragraphs: [
      'Nothing in your account is lost. Your old password no longer works, so choose a new one.',
      `This link works once, for ${lifetime}. After that, get another one on the sign-in page.`,
    ],
    closing: [],
  }),
  resetByAdmin: (lifetime: string): LetterWords => ({
    subject: 'An administrator started a reset of your password',
    heading: 'Choose a new password',
    paragraphs: [
      `An administrator asks you to choose a new password. This link works once, for ${lifetime}. It signs you out everywhere.`,
    ],
    closing: ['Nobody else gets this link. Until you use it, your password stays the same.'],
  }),
  passwordChanged: (count: number): LetterWords & { what: string } => ({
    what: 'New password',
    subject: 'Your password was changed',
    heading: 'Your password was changed',
    paragraphs: [
      'Your account has a new password. Your other devices are signed out.',
      ...(count > 1 ? [`It was changed ${count} times in a short time.`] : []),
    ],
    closing: [nothingToDo],
  }),
  guessedByStrangers: {
    what: lastTry,
    subject: 'Somebody is guessing your password',
    heading: 'Somebody is guessing your password',
    paragraphs: [
      'Somebody tried 50 wrong passwords in a row for your account, on devices that have not signed you in before. Your password now works only on devices that have.',
    ],
    closing: [
      'On your own devices, nothing changes. Before you sign in on a new one, choose a new password: press “Forgot your password?” on the sign-in page.',
      "If you don't trust your own devices either, press the button. Every device is signed out, and you choose a new password.",
    ],
  },
  guessedOnDevice: {
    what: lastTry,
    subject: 'Too many wrong passwords on one of your devices',
    heading: 'Too many wrong passwords on one of your devices',
    paragraphs: [
      'Somebody tried 50 wrong passwords in a row for your account, on a device that you have used before. That device now counts as a new one. If you were signed in there, it was signed out.',
    ],
    closing: [
      'Your password and your other devices work as before. If you forgot your password, press “Forgot your password?” on the sign-in page.',
      ifNotYou,
    ],
  },
}
