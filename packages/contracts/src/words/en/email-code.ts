import type { Rich } from '../plural.ts'

/** The page that signs in with a mailed code. */
export const emailCode = {
  title: 'Sign in with a code',
  intro: "We'll email you a code. Enter it here to sign in.",
  send: 'Email me a code',
  sending: 'Sending…',
  backToSignIn: 'Back to sign in',

  sentTitle: 'Check your email',
  sent: <T>(address: T): Rich<T> => [
    'If there is an account for ',
    address,
    ', we emailed a code there. It works only in this browser, for as long as the email says.',
  ],
  code: 'Code from the email',
  button: 'Sign in',
  working: 'Signing in…',
  wrong: 'Wrong code, or it has expired. Check it, or ask for a new one.',
  help: "Didn't get the email? Look in your spam folder, or check the address.",
  resent: 'If there is an account, we sent another email. Use its code: the earlier one no longer works.',
  otherAddress: 'Use another address',
  off: 'Codes by email are turned off here. Sign in with your password or a passkey.',
}
