import type { Rich } from '../plural.ts'

/** The dialog that asks for a proof: to confirm a change, or to sign in again over a page. */
export const proof = {
  againTitle: 'Sign in again',
  confirmTitle: 'Enter your password again',
  confirmFactorTitle: "Confirm that it's you",
  confirmFactorIntro: "This change needs your second factor. We won't ask again for ten minutes.",
  againIntro: <T>(why: string, address: T): Rich<T> => [
    `${why} Sign in again as `,
    address,
    '. We kept what you typed on this page.',
  ],
  confirmIntro: <T>(address: T): Rich<T> => [
    'This change needs the password of ',
    address,
    ". We won't ask again for ten minutes.",
  ],
  withProvider:
    "Sign in again where your account is linked. That opens a new tab, so this page keeps what you typed. We won't ask again for ten minutes.",
  tab: {
    opened: 'Go on in the new tab. This page continues by itself.',
    blocked: "Your browser didn't open a new tab. In this one, the page reloads, and what you typed on it is lost.",
  },
  continueHere: (name: string) => `Continue with ${name} in this tab`,
  nothingToConfirm: 'You have no password and no second factor. Choose a password first: we mail you a link.',
  choosePassword: 'Choose a password',
  signIn: 'Sign in',
  signingIn: 'Signing in…',
  confirm: 'Confirm',
  confirming: 'Confirming…',
  sessionEnded: 'Your session has ended. Sign in again.',
  notYourPassword: 'Wrong password.',
}
