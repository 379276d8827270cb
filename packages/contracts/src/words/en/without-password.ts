import { plural } from '../plural.ts'

/** Life without a password: removing it, and setting one again. */
export const withoutPassword = {
  title: 'Sign in without a password',
  needsPasskey: 'With a passkey you no longer need a password. Add one first.',
  needsPasskeyAlone:
    'None of your passkeys has signed you in by itself yet. A key that only needs a touch cannot. If yours asks for a PIN, fingerprint or face, sign out, and sign in with it once. Or add another one.',
  addPasskey: 'Add a passkey',
  addAnother: 'Add another passkey',
  needsCodes: 'You need recovery codes first, in case you lose your passkey.',
  makeCodes: 'Make recovery codes',
  intro: 'You have a passkey and recovery codes, so you can remove your password.',
  remove: 'Remove password',
  removing: 'Waiting for your passkey…',
  question: 'Remove your password?',
  effects:
    'From then on, you sign in with your passkey. Your other devices are signed out. You can set a password again at any time.',
  removed: 'Your password is removed. Sign in with your passkey from now on.',
  declined: 'The prompt was closed or timed out. Your password was not removed.',
  refused: 'Your password was not removed. Use a passkey that asks for your fingerprint, face or PIN.',
  lastFactor:
    'Your password may be your last way to sign in. First you need recovery codes, and a passkey that asks for your fingerprint, face or PIN. If you have both, sign in with the passkey once.',

  setIntro: 'Your account has no password. If you set one, your other devices are signed out.',
  setPassword: 'Set a password',
  setting: 'Saving…',
  set: (others: number) =>
    others === 0
      ? 'Your password is set.'
      : `Your password is set. ${plural('en', others, { one: '1 other device is signed out.', other: '# other devices are signed out.' })}`,
  thereAlready: 'You have a password already. Change it here.',
}
