import type { EndReason } from '@latchkey/contracts/auth/sessions'

/** Completes "ended today at 14:02:" in the list of devices. */
const sentences: Record<EndReason, string> = {
  expired: 'it reached its time limit.',
  idle: 'it was not used for a while.',
  replaced: 'a newer sign-in took its place.',
  revoked_by_you: 'you signed it out.',
  revoked_by_admin: 'an administrator signed it out.',
  password_changed: 'the password was changed.',
  password_reset: 'the password was reset.',
  email_changed: 'the email address was changed.',
  not_me: 'you said by mail that it was not you.',
  account_disabled: 'the account was disabled.',
  account_deleted: 'the account was deleted.',
  leaked: 'its token was found in public.',
  guessed: 'too many wrong passwords were entered.',
}

/** The sentence for an end reason. A newer API may send reasons that this page does not know. */
export const listedReason = (reason: string | null): string =>
  reason && Object.hasOwn(sentences, reason) ? sentences[reason as EndReason] : 'it ended.'
