/** What the audit log records of what admins do. */
export const activityKinds = [
  'account_created',
  'account_disabled',
  'account_enabled',
  'account_deleted_by_admin',
] as const
