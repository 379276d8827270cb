import type { activityKinds } from '@latchkey/contracts/auth/sign-up'

/** What the activity page says of them. */
export const signUpSentences: Record<(typeof activityKinds)[number], string> = {
  sign_up_asked: 'A sign-up was begun',
  signed_up: 'The account was created',
}
