import type { activityKinds } from '@latchkey/contracts/auth/sessions'

/** The activity page's sentence for each event. */
export const sessionSentences: Record<(typeof activityKinds)[number], string> = {
  signed_out: 'Signed out',
  session_revoked: 'A device was signed out from your list of devices',
  session_revoked_by_admin: 'An administrator signed out a device',
  session_replaced: 'A newer sign-in took the place of another',
  other_sessions_revoked: 'All other devices were signed out',
  device_added: 'A new device was used',
  devices_revoked: 'Devices were forgotten: at their next sign-in they count as new',
}
