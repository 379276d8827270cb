import type { LetterWords } from '../letter.ts'

/** The mails of a sign-up, and the code that signs in. */
export const signUpMails = {
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
  signInCode: ({ code, codeWorks }: { code: string; codeWorks: string }) => ({
    subject: `${code} is your sign-in code`,
    preheader: `Type ${code} on the page where you asked for it. It works for ${codeWorks}.`,
    heading: 'Your sign-in code',
    what: 'Code to sign in with',
    paragraphs: [
      `Type this code on the page where you asked for it. It works once, for ${codeWorks}, and only in that browser. We ask for it nowhere else.`,
    ],
    closing: ['If this was not you, ignore this email. No one got into your account. Never pass the code on.'],
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
}
