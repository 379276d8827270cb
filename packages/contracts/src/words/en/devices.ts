import type { EndReason } from '../../auth/sessions.ts'
import { plural } from '../plural.ts'

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
  account_disabled: 'the account was disabled.',
  account_deleted: 'the account was deleted.',
  leaked: 'its token was found in public.',
  guessed: 'too many wrong passwords were entered.',
}

/** The list of devices. */
export const devices = {
  title: 'Devices',
  intro: "You are signed in on these devices. Sign out any that you don't know or no longer use.",
  caption: 'Devices that are signed in',
  device: 'Device',
  lastSeen: 'Last seen',
  signedIn: 'Signed in',
  action: 'Action',
  thisDevice: 'This device',
  noAddress: 'Address not known',
  lastSeenBefore: 'last seen',
  signedInBefore: 'signed in',
  signOut: 'Sign out',
  signOutOf: (device: string, address: string | null) => `Sign out ${device}, ${address ?? 'address not known'}`,
  signOutOthers: 'Sign out of all other devices',
  toActivity: 'See what happened to your account',

  ended: (count: number) => `Ended in the last 30 days (${count})`,
  endedBefore: 'ended',
  reasons,
  noReason: 'it ended.',

  signingOut: 'Signing out…',
  othersTitle: 'Sign out of all other devices?',
  othersText: (count: number) =>
    plural('en', count, {
      one: '1 device will have to sign in again.',
      other: '# devices will have to sign in again.',
    }),
  thisTitle: 'Sign out of this device?',
  thisText: 'You will be signed out here, and have to sign in again.',
  oneTitle: (device: string) => `Sign out ${device}?`,
  oneText: (isProgram: boolean, address: string | null) =>
    `This ${isProgram ? 'program' : 'device'}${address ? `, at ${address},` : ''} will have to sign in again.`,
  isOut: (device: string) => `${device} is signed out.`,
  wasOut: (device: string) => `${device} was already signed out.`,
  areOut: (count: number) =>
    plural('en', count, { one: '1 device is signed out.', other: '# devices are signed out.' }),
  noneOut: 'No other device was signed in any more.',
}
