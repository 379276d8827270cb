/** The event kinds that admin actions record in the audit log. */
export const activityKinds = [
  'account_created',
  'account_imported',
  'account_disabled',
  'account_enabled',
  'account_deleted_by_admin',
  'factor_reset_asked_by_admin',
  'factor_demanded',
  'factor_demand_ended',
] as const
