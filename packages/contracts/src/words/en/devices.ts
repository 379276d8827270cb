import type { EndReason } from '../../auth/sessions.ts'
import { plural, type Rich } from '../plural.ts'

/** Completes "ended today at 14:02:". */
const reasons: Record<EndReason, string> = {
  expired: 'it reached its time limit.',
  idle: "it wasn't used for a while.",
  replaced: 'a newer sign-in took its place.',
  revoked_by_you: 'you signed it out.',
  revoked_by_admin: 'an administrator signed it out.',
  password_changed: 'the password was changed.',
  password_reset: 'the password was reset.',
  email_changed: 'the email address was changed.',
  not_me: "you said by email that it wasn't you.",
  account_kept: 'the account was kept by email.',
  factor_added: 'a second factor was added.',
  factor_removed: 'a second factor was removed.',
  factors_removed: 'all second factors were removed.',
  identity_removed: 'the account that began it was unlinked.',
  signed_out_by_provider: 'you signed out at the provider.',
  account_disabled: 'the account was disabled.',
  account_deleted: 'the account was deleted.',
  leaked: 'its token was found in public.',
  guessed: 'too many wrong passwords or codes were entered.',
}

/** The list of devices. */
export const devices = {
  title: 'Devices',
  intro: "You are signed in on these devices. Sign out any that you don't know or no longer use.",
  thisDevice: 'This device',
  others: 'Other devices',
  noOthers: "You aren't signed in anywhere else.",
  isNew: 'New',
  noAddress: 'Address not known',
  lastSeen: <T>(time: T): Rich<T> => ['Last seen ', time],
  signedIn: <T>(time: T): Rich<T> => ['Signed in ', time],
  lastSeenBefore: 'last seen',
  approximate: 'Places are approximate. They come from the network address.',

  trusted: <T>(time: T): Rich<T> => ['Second factor not asked for here until ', time],
  endTrust: 'Ask again here',
  endTrustOf: (device: string) => `Ask again here: ${device}`,
  endingTrust: 'Saving…',
  trustEnded: <T>(device: T): Rich<T> => [device, ' is asked for your second factor again.'],

  rename: 'Rename',
  renameOf: (device: string) => `Rename ${device}`,
  name: 'Name of the device',
  nameHint: (device: string) => `Leave it empty to show "${device}".`,
  save: 'Save',
  saving: 'Saving…',
  renamed: <T>(device: T): Rich<T> => ['The device is now called ', device, '.'],

  activity: 'Activity',
  activityOf: (device: string) => `Activity of ${device}`,

  signOut: 'Sign out',
  signOutOf: (device: string, address: string | null) => `Sign out ${device}, ${address ?? 'address not known'}`,
  signingOut: 'Signing out…',
  undo: 'Undo',
  undoOf: (device: string) => `Undo: keep ${device} signed in`,
  isSigningOut: <T>(device: T): Rich<T> => ['Signing out ', device, '…'],
  staysIn: <T>(device: T): Rich<T> => [device, ' stays signed in.'],
  isOut: <T>(device: T): Rich<T> => [device, ' is signed out.'],
  wasOut: <T>(device: T): Rich<T> => [device, ' was already signed out.'],
  stillIn: <T>(device: T, why: T): Rich<T> => [device, ' is still signed in. ', why],

  signOutOthers: 'Sign out of all other devices',
  othersTitle: 'Sign out of all other devices?',
  othersText: (count: number) =>
    plural('en', count, {
      one: '1 device will have to sign in again. This happens at once.',
      other: '# devices will have to sign in again. This happens at once.',
    }),
  areOut: (count: number) =>
    plural('en', count, { one: '1 device is signed out.', other: '# devices are signed out.' }),
  noneOut: 'No other device was signed in any more.',

  ended: (count: number) => `Ended in the last 30 days (${count})`,
  endedBefore: 'ended',
  reasons,
  noReason: 'it ended.',
}
