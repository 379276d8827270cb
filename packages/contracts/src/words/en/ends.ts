import type { EndReason } from '../../auth/sessions.ts'

/** Why a session ended: at most two lines on a phone. Signed-in pages load it, for the time when theirs ends. */
export const ends: Record<EndReason, string> = {
  expired: 'You were signed out because this session reached its time limit.',
  idle: "You were signed out because this device wasn't used for a while.",
  replaced: 'You were signed out because a newer sign-in took the place of this one.',
  revoked_by_you: 'You were signed out because you ended this session in your list of devices.',
  revoked_by_admin: 'You were signed out by an administrator.',
  password_changed: 'You were signed out because the password was changed on another device.',
  password_reset: 'You were signed out because the password was reset. Use the new one.',
  email_changed: 'You were signed out because the email address was changed on another device.',
  not_me: 'You were signed out everywhere, as you asked by email. Reset your password.',
  account_kept: 'You were signed out everywhere because the account was kept by email.',
  factor_added: 'You were signed out because the account now needs a second factor.',
  factor_removed: 'You were signed out because a second factor was removed on another device.',
  factors_removed: 'You were signed out because all second factors were removed.',
  identity_removed: 'You were signed out because the account that signed you in was unlinked.',
  signed_out_by_provider: 'You were signed out because you signed out at the provider.',
  account_disabled: 'You were signed out because this account is disabled. Ask your administrator.',
  account_deleted: 'You were signed out: your account is deleted. Our email can undo it for 7 days.',
  leaked: "You were signed out because this session's token was found in public.",
  guessed: 'You were signed out because too many wrong passwords or codes were entered here.',
}
