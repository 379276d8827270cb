import type { activityKinds } from '@latchkey/contracts/auth/recovery'

/** The activity page's sentence for each event. */
export const recoverySentences: Record<(typeof activityKinds)[number], string> = {
  reset_asked: 'A link to reset the password was asked for',
  password_reset: 'The password was reset',
  not_me: 'A mail was answered with "This wasn\'t me"',
  account_restored: 'The account was brought back',
}
