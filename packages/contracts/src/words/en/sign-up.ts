import type { Rich } from '../plural.ts'

/** The pages that make an account and confirm its address. */
export const signUp = {
  title: 'Create an account',
  intro: "We'll email you a code. Enter it to finish.",
  name: 'Name (optional)',
  button: 'Create account',
  working: 'Sending…',
  hasAccount: 'Already have an account?',
  signIn: 'Sign in',

  sentTitle: 'Check your email',
  resumeTitle: 'Finish signing up',
  sent: <T>(address: T): Rich<T> => ['We sent an email to ', address, '. Enter its code here, or open its link.'],
  resume: <T>(address: T): Rich<T> => ['Enter the code from the email to ', address, ', or send the email again.'],
  code: 'Code from the email',
  signingIn: 'Signing in…',
  codeWrong: 'Wrong code, or it has expired.',
  help: "Didn't get the email? Look in your spam folder, or check the address.",
  resent: 'If a sign-up is waiting, we sent another email. Use the newest code you have.',
  elsewhere: 'Already confirmed in another browser?',
  otherAddress: 'Use another address',

  confirmTitle: 'Confirm your email address',
  confirmIntro: 'Confirm that this address is yours. We then create your account.',
  confirm: 'Confirm this address',
  confirming: 'Confirming…',
  chooseTitle: 'Choose a password',
  chooseIntro: 'You signed up in another browser. Choose a password here, so that only you know it.',
  newPassword: 'New password',
  finish: 'Finish',
  readyTitle: 'Your account is ready',
  ready: 'Your address is confirmed. Sign in with the password you just chose.',
  readyElsewhere: 'You confirmed your address in another browser. Sign in with the password that you chose there.',
  again: 'Sign up again',
  confirmed: <T>(signIn: (label: string) => T): Rich<T> => [
    'If your address is already confirmed, ',
    signIn('sign in'),
    '.',
  ],
}
