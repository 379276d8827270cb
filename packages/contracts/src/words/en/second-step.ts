/** Where a second factor is proven: at a sign-in, and to confirm a change. */
export const secondStep = {
  titles: {
    totp: 'Enter the code of your app',
    recovery_code: 'Enter a recovery code',
    passkey: 'Use your passkey',
  },
  intros: {
    totp: 'Open your authenticator app. It shows a code for this account.',
    recovery_code: 'You saved these codes when you set up your second factor. Each one works once.',
    passkey: 'Your device will ask you to confirm that it is you.',
  },
  fields: { totp: 'Code from the app', recovery_code: 'Recovery code' },
  ways: {
    totp: 'Use your authenticator app',
    recovery_code: 'Use a recovery code',
    passkey: 'Use a passkey',
    password: 'Use your password',
    code: 'Email me a code',
  },
  wrong: {
    totp: "That code didn't work. Wait for the next one, or check your phone's clock.",
    recovery_code: "That code didn't work. Check it, or use another one: each works once.",
    passkey: "That passkey didn't work. Try again, or try another way.",
  },
  declined: 'The prompt was closed, or it timed out. Try again, or try another way.',
  late: 'That took too long. Try again.',
  noWayTitle: 'Use another browser',
  noWay: "This browser can't use passkeys, and your account has no other way left. Use another browser or device.",
  trust: "Don't ask again in this browser for 30 days",
  finish: 'Sign in',
  finishing: 'Signing in…',
  another: 'Try another way',
  startAgain: 'Start again',
  notYou: 'Not you?',
}
