import type { Rich } from '../plural.ts'

/** The pages of mailed buttons: reset the password, "This wasn't me", "Keep my account", cancel a change of address. */
export const recovery = {
  signIn: 'Sign in',
  backToSignIn: 'Back to sign in',

  forgotTitle: 'Reset your password',
  forgotIntro: "We'll email you a link. Use it to choose a new password.",
  send: 'Send the link',
  sending: 'Sending…',
  sentTitle: 'Check your email',
  sent: <T>(address: T): Rich<T> => [
    'If there is an account for ',
    address,
    ', we emailed a link there. The email says how long it works.',
  ],
  resent: 'If there is an account, we sent another email. The earlier link still works.',
  noMail: "Didn't get the email? Look in your spam folder, or check the address.",
  otherAddress: 'Use another address',

  resetTitle: 'Choose a new password',
  resetIntro: 'This signs you out on every device.',
  newPassword: 'New password',
  change: 'Change password',
  changing: 'Changing…',
  changedTitle: 'Your password is changed',
  changed: 'You are signed out on every device. Sign in with your new password.',
  newLink: 'Get a new link',

  notMeTitle: 'Take your account back',
  notMeIntro: "If what the email says wasn't you, press the button.",
  notMeLeadIn: 'What happens:',
  notMeEffects: [
    'You are signed out on every device.',
    'Your current password stops working.',
    'A change of address or a deletion is undone.',
    'Second factors that were added since are removed. If it is your only one and a week old, we wait first, and email you.',
    'Is an older one not yours? Use the button in the email about that one instead.',
    'If your account has the address of this email, we send you a link to choose a new password.',
  ],
  notMe: 'Sign out everywhere',
  notMeWorking: 'Signing out…',
  locked: "If you can't get into your account:",
  resetLink: 'Reset your password',
  safeTitle: 'Your account is safe',
  safe: 'Every device is signed out. If your account has the address of that email, we sent a link to choose a new password.',

  cancelPage: {
    title: 'Cancel the change of address',
    intro: 'Your account then keeps its address. No one is signed out, and your password stays the same.',
    button: 'Cancel the change',
    working: 'Cancelling…',
    before: 'If your address was changed already, our newest email about it can undo that.',
    doneTitle: 'The change is cancelled',
    done: "Your account keeps its address. If you didn't ask for the change, press “This wasn't me” in the same email.",
  },

  keepPage: {
    title: 'Keep your account',
    intro: 'Your account was deleted. You can bring it back with everything in it.',
    button: 'Keep my account',
    working: 'Bringing it back…',
    before: 'If your account is already back, or was never deleted:',
    doneTitle: 'Your account is back',
    done: 'Check your email: we sent a link to choose a new password.',
  },
  keepPassword: "Your old password won't work after that. We'll email you a link to choose a new one.",

  deletedTitle: 'Your account is deleted',
  deletedIntro: 'You are signed out on every device.',
  deletedSteps: [
    ['Now', 'We sent you an email. Its button brings your account back, with everything in it.'],
    ['For 7 days', 'Your account waits. No one can sign in to it.'],
    ['After that', 'We erase your name, address, password and devices for good.'],
  ],
  deletedUndo: 'Changed your mind?',
  deletedUndoNow: 'Undo it here within ten minutes. Later, use the button in the email.',
  undoDeletion: 'Undo',
  undoingDeletion: 'Bringing it back…',
  undone: 'Everything is as it was. Sign in with your password.',
  undoneTooLate: 'Undo on this page works for ten minutes. Use the email now.',
  deletedUndoHow: 'Open that email and press “Keep my account”. You then choose a new password.',
}
