import { productMails } from '../../product/words/en/lists.ts'
import type { LetterWords } from '../letter.ts'
import { plural } from '../plural.ts'
import { addressMails } from './address-mails.ts'
import { adminMails } from './admin-mails.ts'
import { factorMails } from './factor-mails.ts'
import { lostFactorMails } from './lost-factor-mails.ts'
import { mailLayout } from './mail-layout.ts'
import { nothingToDo } from './not-you.ts'
import { passwordMails } from './password-mails.ts'
import { providerMails } from './provider-mails.ts'
import { signUpMails } from './sign-up-mails.ts'

export type SignInWay = keyof typeof signInWays
const signInWays = {
  pwd: 'your password',
  email: 'a code by email',
  otp: 'a code of your app',
  recovery: 'a recovery code',
  passkey: 'a passkey',
  fed: 'an account at another provider',
}

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
  adminMails,
  ...factorMails,
  ...lostFactorMails,
  ...signUpMails,
  ...addressMails,
  ...passwordMails,
  ...providerMails,
  ...productMails,

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
  signedIn: (count: number, ways: readonly SignInWay[]): LetterWords & { what: string } => ({
    what: ways.length === 0 ? 'Sign-in' : `Sign-in with ${ways.map(way => signInWays[way]).join(' and ')}`,
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
