import { plural } from '../plural.ts'

const ifNotYou =
  "If this wasn't you, press “This wasn't me” below. It signs out every device, removes what was added since, and lets you choose a new password."

/** The mails about second factors. */
export const factorMails = {
  factorAdded: {
    what: (name: string) => `Added: “${name}”`,
    subject: 'A second factor was added to your account',
    heading: 'A second factor was added to your account',
    paragraphs: ["Your account has a new second factor. From now on, it can show that it's you when you sign in."],
    closing: [ifNotYou],
  },
  factorRemoved: {
    what: (name: string) => `Removed: “${name}”`,
    subject: 'A second factor was removed from your account',
    heading: 'A second factor was removed from your account',
    paragraphs: ['It can no longer be used to sign in to your account.'],
    closing: [ifNotYou],
  },
  passwordRemoved: {
    what: 'Password removed',
    subject: 'Your password was removed',
    heading: 'Your password was removed',
    paragraphs: ['You sign in to your account with a passkey from now on. Your other devices are signed out.'],
    closing: [ifNotYou],
  },
  recoveryCodesMade: {
    what: 'New recovery codes',
    subject: 'You have new recovery codes',
    heading: 'You have new recovery codes',
    paragraphs: ['The old recovery codes of your account no longer work.'],
    closing: [ifNotYou],
  },
  recoveryCodeUsed: (left: number) => ({
    what: 'A recovery code was used',
    subject: 'A recovery code was used for your account',
    heading: 'A recovery code was used for your account',
    paragraphs: [
      plural('en', left, { one: 'You have # recovery code left.', other: 'You have # recovery codes left.' }),
      ...(left <= 2 ? ['Make new ones soon: in your account, under “Overview”.'] : []),
    ],
    closing: [ifNotYou],
  }),
  passkeyCloned: {
    what: (name: string) => `Passkey: “${name}”`,
    subject: 'One of your passkeys may have been copied',
    heading: 'One of your passkeys may have been copied',
    paragraphs: [
      'Its counter went back. That happens when two copies of it are in use, and may be why it was refused.',
      'Remove it in your account, under “Overview”, and add a new one.',
    ],
    closing: [ifNotYou],
  },
  factorGuessed: {
    what: 'Wrong codes for your second factor',
    subject: 'Somebody entered wrong codes for your account',
    heading: 'Somebody entered wrong codes for your account',
    paragraphs: [
      'Somebody was asked for your second factor, and entered wrong codes. They may know your password, or read your mail.',
    ],
    closing: ['If this was you, there is nothing to do.', ifNotYou],
  },
}
