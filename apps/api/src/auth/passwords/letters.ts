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
  disabled: noticeKind('password_disabled', ({ url, facts }) => ({
    subject: 'Your password no longer works',
    heading: 'Your password no longer works',
    paragraphs: [
      'Fifty wrong passwords in a row were tried for your account, on a device that you have used before. To stop the guessing, we disabled your password.',
    ],
    facts: [['What', 'The last of fifty wrong passwords'], ...facts],
    closing: [
      'Choose a new one on the sign-in page, by "Forgot your password?".',
      'If it was not you who tried, press the button: every device is signed out, and you choose a new password.',
    ],
    secondButton: notMeButton(url),
  })),
} as const
