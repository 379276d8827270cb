import type { activityKinds } from '@latchkey/contracts/auth/sign-in'

/** The activity page's sentence for each event. */
export const signInSentences: Record<(typeof activityKinds)[number], string> = {
  signed_in: 'Signed in',
  sign_in_failed: 'A sign-in was refused',
  confirmed: 'The password was entered again',
  confirm_failed: 'A password was entered to confirm, and refused',
}
