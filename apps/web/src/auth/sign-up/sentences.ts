import type { activityKinds } from '@latchkey/contracts/auth/sign-up'

/** The activity page's sentence for each event. */
export const signUpSentences: Record<(typeof activityKinds)[number], string> = {
  sign_up_asked: 'A sign-up was begun',
  signed_up: 'The account was created',
}
