import type { Rich } from '../plural.ts'

/** What several pages share. */
export const ui = {
  skip: 'Skip to main content',
  loading: 'Loading…',
  cancel: 'Cancel',
  tryAgain: 'Try again',
  email: 'Email address',
  password: 'Password',
  keepSignedIn: 'Keep me signed in',
  keepSignedInFor: (time: string) => `Keep me signed in for up to ${time}`,
  showPassword: 'Show password',
  hidePassword: 'Hide password',
  show: 'Show',
  hide: 'Hide',
  problem: 'There is a problem',
  errorTitle: (title: string) => `Error: ${title}`,
  capsLock: 'Caps Lock is on.',
  help: 'Help',
  privacy: 'Privacy',
  terms: 'Terms',
  wrongFields: <T>(names: T, count: number): Rich<T> => [
    `Check these ${count === 2 ? 'two' : count} fields: `,
    names,
    '.',
  ],
  cannotShow: "This page can't be shown",
  cookiesBlocked:
    'Your browser blocks cookies for this site. You need one to sign in. Allow cookies, then reload this page.',
  outage: "Can't reach the server. We'll keep trying.",
  outageSignedIn: "Can't reach the server. You're still signed in. We'll keep trying.",
  away: 'Try again when the server is back.',
  back: 'The server is back. Try again.',
  unreachable: "Can't reach the server. Try again in a moment.",
  pageFault: 'Something went wrong on this page. Reload it.',
  ourFault: (number: string) =>
    `Something went wrong on our side. If it happens again, tell us this number: ${number}.`,
  wait: <T>(time: T): Rich<T> => ['Too many attempts. Try again at ', time, '.'],
  waited: 'You can try again now.',
}
