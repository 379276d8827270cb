import { plural, type Rich } from '../plural.ts'

/** The settings, and the page that confirms a new address. */
export const account = {
  title: 'Settings',
  nothingChanged: 'You have not changed anything.',

  nameTitle: 'Name',
  nameIntro: 'What we call you. You can leave it empty.',
  name: 'Name',
  saveName: 'Save name',
  saving: 'Saving…',
  nameSaved: 'Your name is saved.',
  nameRemoved: 'Your name is removed.',

  regionTitle: 'Language and time',
  regionIntro: 'For these pages and for our emails.',
  language: 'Language',
  browserLanguage: 'Same as the browser',
  timeZone: 'Time zone',
  saveRegion: 'Save language and time',
  regionSaved: 'Your language and time zone are saved.',

  appearanceTitle: 'Appearance',
  appearanceIntro: 'For this browser only. It shows at once.',
  schemes: { system: 'System', light: 'Light', dark: 'Dark' },

  emailTitle: 'Email address',
  emailIntro: <T>(address: T): Rich<T> => [
    'Your address is ',
    address,
    ". To change it, enter the new one and open the link that we'll email there.",
  ],
  newEmail: 'New email address',
  sendLink: 'Send the link',
  sending: 'Sending…',
  linkSent: (address: string) => `We sent a link to ${address}. Your address stays the same until you open it.`,
  pending: <T>(address: T, until: T): Rich<T> => [
    'We sent a link to ',
    address,
    '. It works until ',
    until,
    '. Your address stays the same until you open it.',
  ],
  sendLinkAgain: 'Send the link again',
  sentAgain: (address: string) => `We sent a new link to ${address}. The one before no longer works.`,
  anotherEmail: 'Use another address',
  cancelEmail: 'Cancel this change',
  cancelling: 'Cancelling…',
  emailCancelled: 'The change is cancelled. Your address stays the same.',

  passwordTitle: 'Password',
  passwordIntro: 'Changing it signs out your other devices.',
  currentPassword: 'Current password',
  newPassword: 'New password',
  changePassword: 'Change password',
  changing: 'Changing…',
  passwordChanged: (others: number) =>
    others === 0
      ? 'Your password is changed.'
      : `Your password is changed. ${plural('en', others, { one: '1 other device is signed out.', other: '# other devices are signed out.' })}`,

  dataTitle: 'Your data',
  dataIntro: 'Everything we keep about you, as a JSON file: what you told us, your devices, and when you used them.',
  saveCopy: 'Save a copy',
  collecting: 'Collecting…',
  copySaved: (file: string) => `Your data is in ${file}.`,

  deleteTitle: 'Delete account',
  deleteIntro: 'We erase everything after 7 days. Until then, you can bring your account back with our email.',
  delete: 'Delete account',
  deleting: 'Deleting…',
  deleteQuestion: 'Delete your account?',
  deleteEffects: <T>(address: T): Rich<T>[] => [
    ['You are signed out at once, here and on every other device.'],
    ['For 7 days, the email that we send to ', address, ' can bring your account back.'],
    ['After that, your name, address, password and devices are gone for good.'],
  ],

  newEmailTitle: 'Your new address',
  newEmailIntro: 'Confirm that this address is yours. You then sign in with it, and your other devices are signed out.',
  useNewEmail: 'Use the new address',
  emailChangedTitle: 'Your address is changed',
  emailChanged: <T>(address: T): Rich<T> => [
    'It is now ',
    address,
    '. Sign in with it from now on. Your other devices are signed out.',
  ],
  otherAccount: 'Or it is for another account than the one you are signed in to.',
  toSettings: 'Go to settings',
}
