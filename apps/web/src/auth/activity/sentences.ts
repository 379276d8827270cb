import type { ActivityEvent, ActivityKind } from '@latchkey/contracts/auth/activity'
import { productSentences } from '../../product/sentences.ts'

/** A kind that the contract adds is a type error here until it has its sentence. */
const sentences: Record<ActivityKind, string> = {
  signed_in: 'Signed in',
  sign_in_failed: 'A sign-in was refused',
  signed_out: 'Signed out',
  session_revoked: 'A device was signed out from your list of devices',
  session_revoked_by_admin: 'An administrator signed out a device',
  session_replaced: 'A newer sign-in took the place of another',
  other_sessions_revoked: 'All other devices were signed out',
  confirmed: 'The password was entered again',
  confirm_failed: 'A password was entered to confirm, and refused',
  device_added: 'A new device was used',
  devices_revoked: 'Devices were forgotten: at their next sign-in they count as new',
  sign_up_asked: 'A sign-up was begun',
  signed_up: 'The account was created',
  reset_asked: 'A link to reset the password was asked for',
  password_reset: 'The password was reset',
  password_changed: 'The password was changed',
  password_change_failed: 'A change of the password was refused',
  password_disabled: 'The password was taken out of use: too many wrong ones were entered',
  guessed_by_strangers: 'Too many wrong passwords: a new device needs a new password first',
  email_change_asked: 'Another email address was asked for',
  email_changed: 'The email address was changed',
  name_changed: 'The name was changed',
  not_me: 'A mail was answered with "This wasn\'t me"',
  exported: 'A copy of your data was saved',
  account_created: 'An administrator created the account',
  account_disabled: 'The account was disabled',
  account_enabled: 'The account was enabled again',
  account_deleted: 'The account was deleted',
  account_deleted_by_admin: 'An administrator deleted the account',
  account_restored: 'The account was brought back',
  ...productSentences,
  token_leaked: 'A token of yours was found in public, and ended',
}

/** What happened, in words; a later version of the API may know kinds that this page does not. */
export function sentenceOf({ kind, count }: Pick<ActivityEvent, 'kind' | 'count'>): string {
  const sentence = Object.hasOwn(sentences, kind) ? sentences[kind as ActivityKind] : 'Something else happened'
  return count > 1 ? `${sentence}, ${count} times` : sentence
}

/** From which device: "Firefox on Linux"; null where it is not known. */
export function deviceOf({ device: { browser, os } }: Pick<ActivityEvent, 'device'>): string | null {
  return browser && os ? `${browser} on ${os}` : (browser ?? os)
}
