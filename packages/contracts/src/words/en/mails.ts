import { productMails } from '../../product/words/en/lists.ts'
import type { LetterWords } from '../letter.ts'
import { plural } from '../plural.ts'
import { factorMails } from './factor-mails.ts'
import { lostFactorMails } from './lost-factor-mails.ts'
import { mailLayout } from './mail-layout.ts'

const ifNotYou = "If it wasn't you, press the button. Every device is signed out, and you choose a new password."
/** For a mail with two buttons. */
const ifNotYouNamed =
  "If it wasn't you, press “This wasn't me”. Every device is signed out, and you choose a new password."
const nothingToDo = `If this was you, there is nothing to do. ${ifNotYou}`

const lastTry = 'The last of 50 wrong passwords'

/** The emails. */
export const mails = {
  locale: 'en-GB',
  direction: 'ltr' as 'ltr' | 'rtl',
  more: (count: number) => plural('en', count, { other: '# more' }),
  days: (count: number) => plural('en', count, { one: '# day', other: '# days' }),
  hours: (count: number) => plural('en', count, { one: '# hour', other: '# hours' }),
  minutes: (count: number) => plural('en', count, { one: '# minute', other: '# minutes' }),
  seconds: (count: number) => plural('en', count, { one: '# second', other: '# seconds' }),
  browserOn: (browser: string, os: string) => `${browser} on ${os}`,
  notMe: "This wasn't me",
  keep: 'Keep my account',
  signIn: 'Sign in',
  choosePassword: 'Choose a new password',
  resetPassword: 'Reset your password',
  useAddress: 'Use this address',
  cancelChange: 'Cancel the change',
  confirmAddress: 'Confirm this address',
  otherAddress: 'another address',
  ...mailLayout,
  ...factorMails,
  ...lostFactorMails,
  ...productMails,

  verify: ({ code, codeWorks, linkWorks }: Record<'code' | 'codeWorks' | 'linkWorks', string>): LetterWords => ({
    subject: `${code} is your sign-up code`,
    preheader: `Type ${code} on the page where you signed up. It works for ${codeWorks}.`,
    heading: 'Confirm your email address',
    paragraphs: [
      `Type this code on the page where you signed up. It works for ${codeWorks}, and only in that browser. We never ask for it anywhere else.`,
    ],
    closing: [
      `The button works for ${linkWorks}. In another browser, it asks you to choose a password.`,
      "If you didn't sign up, ignore this email. We won't create an account.",
    ],
  }),
  verifyAgain: (link: string): LetterWords => ({
    subject: 'Confirm your email address',
    heading: 'Confirm your email address',
    paragraphs: [
      'Somebody, probably you, asked for this email again. Press the button to confirm your address and choose a password. A code that we sent before still works.',
    ],
    closing: [
      `The button works for ${link} after you signed up.`,
      "If you didn't sign up, ignore this email. We won't create an account.",
    ],
  }),
  accountExists: {
    what: 'Sign-up with this address',
    subject: 'You already have an account',
    heading: 'You already have an account',
    paragraphs: [
      'Somebody, probably you, tried to sign up with this address. You already have an account, so sign in.',
    ],
    closing: [
      'If you forgot your password, choose a new one.',
      "If it wasn't you, ignore this email. Nothing has changed, and we told no one that you have an account.",
    ],
  },
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
  deleted: (restores: boolean): LetterWords & { what: string } => ({
    what: 'Deletion of your account',
    subject: 'Your account is deleted',
    heading: 'Your account is deleted',
    paragraphs: [
      'You are signed out everywhere, and no one can sign in to your account. We erase everything about you 7 days after the deletion.',
    ],
    closing: [
      ...(restores
        ? [
            'Your account had another address by then. The button also returns it to this one, for 14 days after that change.',
          ]
        : []),
      "If you want it back, or didn't ask for this, keep your account within those 7 days. We then email you a link to choose a new password.",
    ],
  }),
  deletionUndone: {
    what: 'Undo of the deletion',
    subject: 'Your account is back',
    heading: 'Your account is back',
    paragraphs: [
      'The deletion of your account was undone, on the page where it was asked for. Nothing in your account is lost. Sign in with your password.',
    ],
    closing: [nothingToDo],
  },
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
  signedIn: (count: number): LetterWords & { what: string } => ({
    what: 'Sign-in with your password',
    subject: plural('en', count, { one: 'New sign-in to your account', other: '# new sign-ins to your account' }),
    heading: plural('en', count, { one: 'A new device signed in', other: '# new devices signed in' }),
    paragraphs: [
      plural('en', count, {
        one: 'Your account was just used on a device that we have not seen before.',
        other: 'In a short time, your account was used from # devices or networks that we have not seen before.',
      }),
    ],
    closing: [nothingToDo],
  }),
  tokenLeaked: (count: number): LetterWords & { what: string } => ({
    what: 'End of the session that was used here',
    subject: plural('en', count, {
      one: 'One of your sessions was found in public',
      other: '# of your sessions were found in public',
    }),
    heading: plural('en', count, {
      one: 'One of your sessions was found in public',
      other: '# of your sessions were found in public',
    }),
    paragraphs: [
      'The secret token of one of your sessions was found where others can read it, such as in published code. We ended that session, so the token no longer works.',
      ...(count > 1 ? ['The same is true for each session that is listed here.'] : []),
    ],
    closing: [
      'Sign in again where you used it, and keep the new token out of what you publish.',
      "If you don't know that session, press the button. Every device is signed out, and you choose a new password.",
    ],
  }),
}
