import { productPages } from './product/pages.ts'

/** The web app's pages. The server answers these paths with the app and status 200, and other pages with the app and 404. */
export const pages = {
  /** The product's first page. It opens after a sign-in. */
  home: '/',
  login: '/login',
  signUp: '/sign-up',
  verify: '/verify',
  forgot: '/forgot',
  reset: '/reset',
  notMe: '/not-me',
  keepAccount: '/keep-account',
  devices: '/devices',
  settings: '/settings',
  activity: '/activity',
  confirmEmail: '/confirm-email',
  cancelEmail: '/cancel-email',
  mailbox: '/dev/mailbox',
  ...productPages,
} as const
