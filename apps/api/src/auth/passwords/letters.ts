import { aQuarterOfAnHourMs, noticeKind } from '../../platform/mail/notice.ts'
import { ifNotYou, notMeButton } from '../notices/words.ts'

/** The mails to a person about their password. */
export const passwordNotices = {
  changed: noticeKind(
    'password_changed',
    ({ url, facts, count }) => ({
      subject: 'Your password was changed',
      heading: 'Your password was changed',
      paragraphs: [
        'Your account has another password than before. Other devices that were signed in have been signed out.',
        ...(count > 1 ? [`It was changed ${count} times in a short time.`] : []),
      ],
      facts: [['What', 'New password'], ...facts],
      closing: [`If this was you, there is nothing to do. ${ifNotYou}`],
      secondButton: notMeButton(url),
    }),
    { mergeForMs: aQuarterOfAnHourMs },
  ),
  guessedByStrangers: noticeKind('guessed_by_strangers', ({ url, facts }) => ({
    subject: 'Somebody is guessing at your password',
    heading: 'Somebody is guessing at your password',
    paragraphs: [
      'Fifty wrong passwords in a row were tried for your account, on devices that have not signed you in before. Your password now counts only where you have signed in before.',
    ],
    facts: [['What', 'The last of fifty wrong passwords'], ...facts],
    closing: [
      'On your own devices, nothing changes. To sign in on a new one, first choose a new password: on the sign-in page, by "Forgot your password?".',
      'Press the button if you no longer trust your devices either: every one of them is signed out, and you choose a new password.',
    ],
    secondButton: notMeButton(url),
  })),
  guessedOnDevice: noticeKind('guessed_on_device', ({ url, facts }) => ({
    subject: 'Too many wrong passwords on one of your devices',
    heading: 'Too many wrong passwords on one of your devices',
    paragraphs: [
      'Fifty wrong passwords in a row were tried for your account, on a device that you have used before. That device now counts as a new one. If you were signed in there, it was signed out.',
    ],
    facts: [['What', 'The last of fifty wrong passwords'], ...facts],
    closing: [
      'Your password and your other devices work as before. If you forgot your password, choose a new one on the sign-in page, by "Forgot your password?".',
      'If it was not you who tried, press the button: every device is signed out, and you choose a new password.',
    ],
    secondButton: notMeButton(url),
  })),
} as const
