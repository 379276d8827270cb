import { aQuarterOfAnHourMs, noticeKind } from '../../platform/mail/notice.ts'
import { ifNotYou, notMeButton } from '../notices/words.ts'

/** The mails to a person about a sign-in. */
export const signInNotices = {
  signedIn: noticeKind(
    'signed_in',
    ({ url, facts, count }) => ({
      ...(count === 1 ? oneDevice : devices(count)),
      facts: [['What', 'Sign-in with your password'], ...facts],
      closing: [`If this was you, there is nothing to do. ${ifNotYou}`],
      secondButton: notMeButton(url),
    }),
    { mergeForMs: aQuarterOfAnHourMs },
  ),
} as const

const oneDevice = {
  subject: 'New sign-in to your account',
  heading: 'A new device signed in',
  paragraphs: ['Your account was just used on a device that we have not seen before.'],
}

const devices = (count: number) => ({
  subject: `${count} new sign-ins to your account`,
  heading: `${count} new devices signed in`,
  paragraphs: [
    `In a short time, your account was used from ${count} devices or networks that we have not seen before.`,
  ],
})
