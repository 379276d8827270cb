import type { EndReason } from '@latchkey/contracts/auth/sessions'
import type { SessionEnd } from './machine.ts'

/**
 * For the person whose session ended: at most two lines on a phone. A new reason in the contract is a type error until it
 * has a sentence.
 */
const sentences: Record<EndReason, string> = {
  expired: 'You were signed out: this session reached its time limit.',
  idle: 'You were signed out: this device was not used for a while.',
  replaced: 'You were signed out: a newer sign-in took the place of this one.',
  revoked_by_you: 'You were signed out: this session was ended from your list of devices.',
  revoked_by_admin: 'You were signed out by an administrator.',
  password_changed: 'You were signed out: the password was changed on another device.',
  password_reset: 'You were signed out: the password was reset. Sign in with the new one.',
  email_changed: 'You were signed out: the email address was changed on another device.',
  not_me: 'You were signed out everywhere, as you asked by mail. Reset the password.',
  account_disabled: 'You were signed out: this account is disabled. Ask your administrator.',
  account_deleted: 'You were signed out: the account is deleted. Our mail brings it back for 7 days.',
  leaked: 'You were signed out: the token of this session was found in public.',
  guessed: 'You were signed out: too many wrong passwords were entered here.',
}

// A newer API may send reasons that this page does not know.
const find = (reason: string | undefined): string =>
  reason && Object.hasOwn(sentences, reason)
    ? sentences[reason as EndReason]
    : 'You were signed out: this session has ended.'

/** The sign-in page's sentence for the end of a session. Undefined for someone who just arrives. */
export function signedOutSentence(end: SessionEnd | undefined, wantsToReturn: boolean): string | undefined {
  switch (end?.code) {
    case 'session_ended':
      return find(end.reason)
    case 'token_lost':
      return 'You are signed out in this browser. Sign in to continue.'
    case 'invalid_token':
      return 'You were signed out: this session is no longer valid.'
    case 'signed_out':
      return end.reason
        ? 'You are signed out on this page. Your session ends when the server hears of it: keep this page open.'
        : 'You are signed out.'
    case 'signed_out_elsewhere':
      return 'You signed out in another tab.'
    default:
      return wantsToReturn ? 'Sign in to continue.' : undefined
  }
}
