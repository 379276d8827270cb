import type { activityKinds } from '@latchkey/contracts/auth/account'

/** The activity page's sentence for each event. */
export const accountSentences: Record<(typeof activityKinds)[number], string> = {
  password_changed: 'The password was changed',
  password_change_failed: 'A change of the password was refused',
  email_change_asked: 'Another email address was asked for',
  email_changed: 'The email address was changed',
  name_changed: 'The name was changed',
  exported: 'A copy of your data was saved',
  account_deleted: 'The account was deleted',
}
