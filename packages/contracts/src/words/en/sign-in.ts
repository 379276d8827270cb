import type { Rich } from '../plural.ts'

/** The sign-in page. */
export const signIn = {
  title: 'Sign in',
  intro: 'Enter your email address and password.',
  addressIntro: 'Enter your email address.',
  passwordIntro: 'Enter your password.',
  next: 'Continue',
  change: 'Change',
  welcome: 'Welcome back',
  notYou: 'Not you?',
  button: 'Sign in',
  working: 'Signing in…',
  passkey: 'Sign in with a passkey',
  passkeyWorking: 'Waiting for your passkey…',
  passkeyRefused: 'This passkey did not work. Try another one, or sign in another way.',
  forgot: 'Forgot your password?',
  newHere: 'New here?',
  signUp: 'Create an account',
  noMail: 'Signed up, but no email came?',
  sendAgain: 'Send it again',
  noPassword: 'No password at hand?',
  emailCode: 'Email me a code',
  wrong: <T>(reset: (label: string) => T): Rich<T> => [
    "That email and password don't match. Check both, or ",
    reset('reset your password'),
    '.',
  ],
  wait: <T>(time: T, reset: (label: string) => T): Rich<T> => [
    'Too many attempts. Try again at ',
    time,
    ', or ',
    reset('reset your password'),
    '.',
  ],
  waited: <T>(reset: (label: string) => T): Rich<T> => [
    'You can try again now, or ',
    reset('reset your password'),
    '.',
  ],
  hasEnded: 'This sign-in has ended. Sign in again.',
  cookieDropped: "Your browser didn't keep the sign-in cookie. Allow cookies for this site, and open it over https.",
}
