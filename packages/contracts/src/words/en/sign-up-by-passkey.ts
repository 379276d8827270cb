/** Signing up with a passkey in place of a password. */
export const signUpByPasskey = {
  instead: 'Sign up without a password',
  intro: "We'll email you a code. Then you create a passkey, so there is no password to remember.",
  withPassword: 'Choose a password instead',

  title: 'Create your passkey',
  explain: 'Your address is confirmed. From now on, sign in with your fingerprint, face or device PIN.',
  create: 'Create a passkey',
  creating: "Follow your browser's prompt…",
  usePasskey: 'Use a passkey instead',
  usePassword: 'Choose a password instead',
  choosePassword: 'Your address is confirmed. Choose a password to finish.',

  declined: 'No passkey was created. The prompt was closed or timed out. Try again, or choose a password.',
  refused: "This passkey can't be used here. Use one that asks for your fingerprint, face or PIN.",
  expired: 'That took too long. Create the passkey again.',
  late: 'That took too long. Resend the email, and enter its new code.',
  ready: 'Your address is confirmed. Sign in with the passkey you just created.',
}
