import type { activityKinds } from '@latchkey/contracts/auth/admin'

/** The activity page's sentence for each event. */
export const adminSentences: Record<(typeof activityKinds)[number], string> = {
  account_created: 'An administrator created the account',
  account_disabled: 'The account was disabled',
  account_enabled: 'The account was enabled again',
  account_deleted_by_admin: 'An administrator deleted the account',
}
