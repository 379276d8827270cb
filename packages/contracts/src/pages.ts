import { productPages } from './product/pages.ts'

/** The web app's pages. The server answers these paths with the app and status 200, and other pages with the app and 404. */
export const pages = {
  /** It opens after a sign-in, and leads to the product's first page, or to the account. */
  home: '/',
  login: '/login',
  /** Where a sign-in is finished that needs a second factor. */
  secondStep: '/login/second-step',
  /** Signs in with a mailed code. */
  emailCode: '/login/code',
  /** Where the browser goes on after a provider: it finishes the sign-in, or says what went wrong. */
  withProvider: '/login/with',
  signUp: '/sign-up',
  verify: '/verify',
  forgot: '/forgot',
  reset: '/reset',
  notMe: '/not-me',
  keepAccount: '/keep-account',
  deleted: '/account-deleted',
  /** The overview of the account. */
  security: '/security',
  addApp: '/security/app',
  addPasskey: '/security/passkey',
  recoveryCodes: '/security/recovery-codes',
  devices: '/devices',
  settings: '/settings',
  activity: '/activity',
  /** Closes the tab in which a session was confirmed at a provider. */
  confirmed: '/confirmed',
  /** For admins: to find people. */
  people: '/admin',
  /** For admins: one person. Its address has the id, as `?id=`. */
  person: '/admin/person',
  confirmEmail: '/confirm-email',
  cancelEmail: '/cancel-email',
  keepFactors: '/keep-factors',
  mailbox: '/dev/mailbox',
  ...productPages,
} as const
