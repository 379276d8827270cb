import type { EndReason } from '@latchkey/contracts/sessions'
import type { SessionEnd } from '../session-end.ts'

interface Sentences {
  /** On the sign-in page, to the person it happened to: at most two lines on a phone. */
  signedOut: string
  /** In the list of devices, after "Ended today at 14:02:". */
  listed: string
}

/** A reason that the contract adds is a type error here until it has its sentences. */
const sentences: Record<EndReason, Sentences> = {
  expired: {
    signedOut: 'You were signed out: this session reached its time limit.',
    listed: 'it reached its time limit.',
  },
  idle: {
    signedOut: 'You were signed out: this device was not used for a while.',
    listed: 'it was not used for a while.',
  },
  replaced: {
    signedOut: 'You were signed out: a newer sign-in took the place of this one.',
    listed: 'a newer sign-in took its place.',
  },
  revoked_by_you: {
    signedOut: 'You were signed out: this session was ended from your list of devices.',
    listed: 'you signed it out.',
  },
  revoked_by_admin: {
    signedOut: 'You were signed out by an administrator.',
    listed: 'an administrator signed it out.',
  },
  password_changed: {
    signedOut: 'You were signed out: the password was changed on another device.',
    listed: 'the password was changed.',
  },
  password_reset: {
    signedOut: 'You were signed out: the password was reset. Sign in with the new one.',
    listed: 'the password was reset.',
  },
  email_changed: {
    signedOut: 'You were signed out: the email address was changed on another device.',
    listed: 'the email address was changed.',
  },
  not_me: {
    signedOut: 'You were signed out everywhere, as you asked by mail. Reset the password.',
    listed: 'you said by mail that it was not you.',
  },
  account_disabled: {
    signedOut: 'You were signed out: this account is disabled. Ask your administrator.',
    listed: 'the account was disabled.',
  },
  account_deleted: {
    signedOut: 'You were signed out: this account is deleted. Our mail undoes it for 7 days.',
    listed: 'the account was deleted.',
  },
}

// A later version of the API may know reasons that this page does not.
const unknown: Sentences = { signedOut: 'You were signed out: this session has ended.', listed: 'it ended.' }

const find = (reason: string | null | undefined): Sentences =>
  reason && Object.hasOwn(sentences, reason) ? sentences[reason as EndReason] : unknown

export const listedReason = (reason: string | null): string => find(reason).listed

/** What the sign-in page says about it; nothing to somebody who just arrives. */
export function signedOutSentence(end: SessionEnd | undefined, wantsToReturn: boolean): string | undefined {
  switch (end?.code) {
    case 'session_ended':
      return find(end.reason).signedOut
    case 'token_lost':
      return 'You are signed out in this browser. Sign in to continue.'
    case 'invalid_token':
      return 'You were signed out: this session is no longer valid.'
    case 'signed_out':
      return 'You are signed out.'
    case 'signed_out_elsewhere':
      return 'You signed out in another tab.'
    default:
      return wantsToReturn ? 'Sign in to continue.' : undefined
  }
}
