import { noticeKind } from '../../platform/mail/notice.ts'
import { ifNotYou, notMeButton } from '../notices/words.ts'

/** The mails to a person about a sign-in. */
export const signInNotices = {
  signedIn: noticeKind('signed_in', ({ url, facts }) => ({
    subject: 'New sign-in to your account',
    heading: 'A new device signed in',
    paragraphs: ['Your account was just used on a device that we have not seen before.'],
    facts: [['What', 'Sign-in with your password'], ...facts],
    closing: [`If this was you, there is nothing to do. ${ifNotYou}`],
    secondButton: notMeButton(url),
  })),
} as const
