/** Why the person has to sign in: at most two lines on a phone. */
export const session = {
  ended: 'You were signed out because this session has ended.',
  lost: 'You are signed out in this browser. Sign in to continue.',
  invalid: 'You were signed out because this session is no longer valid.',
  signedOut: 'You are signed out.',
  pending: "You are signed out on this page. Keep it open: the server doesn't know yet.",
  elsewhere: 'You signed out in another tab.',
  continue: 'Sign in to continue.',
}
