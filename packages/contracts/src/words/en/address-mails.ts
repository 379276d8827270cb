import type { LetterWords } from '../letter.ts'
import { ifNotYouNamed, nothingToDo } from './not-you.ts'

/** The mails about a change of address. */
export const addressMails = {
  addressLink: (lifetime: string): LetterWords => ({
    subject: 'Confirm your new address',
    heading: 'Confirm your new address',
    paragraphs: [
      'Somebody asked to use this address for their account.',
      `Open the link in a browser where you are signed in. It works once, for ${lifetime} after the request.`,
    ],
    closing: ["If you didn't ask for this, ignore this email. Nothing changes unless you press the button."],
  }),
  addressTaken: {
    subject: 'You already have an account',
    heading: 'You already have an account',
    paragraphs: [
      'Somebody asked to use this address for another account. That is not possible, because you already have an account with it.',
    ],
    closing: ["If it wasn't you, ignore this email. Nothing has changed."],
  } as LetterWords,
  changeOfAddressTo: (address: string) => `Change of address to ${address}`,
  emailChangeAsked: (canCancel: boolean): LetterWords => ({
    subject: 'Somebody asked to change your email address',
    heading: 'A new email address was requested',
    paragraphs: [
      'Somebody signed in to your account asked to use another address. Nothing changes until they open the link that we sent there.',
    ],
    closing: canCancel
      ? [
          'If you changed your mind, or are not sure, cancel the change. Your address stays the same, and no one is signed out.',
          `${ifNotYouNamed} This also cancels the change.`,
        ]
      : [ifNotYouNamed],
  }),
  addressLost: (address: string): LetterWords => ({
    subject: 'Your email address was changed',
    heading: 'Your account has a new email address',
    paragraphs: [
      `Your account now uses ${address} instead of this address. Sign in with the new one. We send later emails there.`,
    ],
    closing: [`${nothingToDo} Your account then returns to this address. You can do this for 14 days.`],
  }),
  addressGained: (before: string | null): LetterWords & { what: string } => ({
    what: 'Change of address to this one',
    subject: 'This is now the email address of your account',
    heading: 'This is now your email address',
    paragraphs: [`Your account now uses this address${before ? ` instead of ${before}` : ''}. Sign in with it.`],
    closing: [nothingToDo],
  }),
}
