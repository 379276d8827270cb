import { plural, type Rich } from '../plural.ts'

/** The overview of the account. */
export const overview = {
  title: 'Your account',
  toLookAt: (count: number) =>
    count === 0
      ? 'Everything looks fine'
      : plural('en', count, { one: '1 thing to look at', other: '# things to look at' }),

  password: 'Password',
  passwordSince: <T>(since: T): Rich<T> => ['Changed ', since, '.'],
  passwordGuessed:
    'Someone tried many wrong passwords. Yours now works only on devices that you used before. Choose a new one.',
  changePassword: 'Change password',

  devices: 'Devices',
  /** `count`: the other devices. */
  knownDevices: (count: number) =>
    count === 0
      ? 'You are signed in on this device only.'
      : plural('en', count, {
          one: 'You are signed in on # other device. It is not new.',
          other: 'You are signed in on # other devices. None of them is new.',
        }),
  newDevices: (count: number) =>
    plural('en', count, {
      one: "1 device is new. If it isn't yours, sign it out and change your password.",
      other: "# devices are new. If one isn't yours, sign it out and change your password.",
    }),
  seeDevices: 'Check devices',

  wayBack: 'Way back in',
  backByEmail: <T>(address: T): Rich<T> => ['If you forget your password, we email a link to ', address, '.'],
  emailWaits: <T>(address: T): Rich<T> => ['Open our link to confirm ', address, '.'],
  codesLeft: (count: number) =>
    plural('en', count, { one: '# recovery code is left.', other: '# recovery codes are left.' }),
  codesFew: (count: number) =>
    plural('en', count, {
      one: 'Only # recovery code is left. Without your app, it is your way in.',
      other: 'Only # recovery codes are left. Without your app, they are your way in.',
    }),
  newCodes: 'Make new codes',
  changeEmail: 'Change address',

  thisDevice: 'This device',
  allDevices: 'See all devices',
  signedIn: <T>(since: T): Rich<T> => ['Signed in ', since, '.'],
  signedInUntil: <T>(until: T): Rich<T> => ['You stay signed in until ', until, ' at the latest.'],

  latest: 'What happened last',
  allActivity: 'See all activity',
  nothingYet: 'Nothing yet. Sign-ins and changes appear here.',

  resetTitle: 'Your second factors will be removed',
  reset: <T>(when: T): Rich<T> => [
    'We will remove them all on ',
    when,
    ", because someone told us that you lost them. If you still have one, or didn't ask for this, keep them.",
  ],
  keepFactors: 'Keep my second factors',
  keeping: 'Cancelling…',
  factorsKept: 'Your second factors stay. Change your password if the request was not yours.',
}
