import { productPages } from './product.ts'

/** The web app's pages: the server answers these paths with the app, and any other page with the app and 404. */
export const pages = {
  /** Where a sign-in leads: the product's first page. */
  home: '/',
  login: '/login',
  signUp: '/sign-up',
  verify: '/verify',
  forgot: '/forgot',
  reset: '/reset',
  notMe: '/not-me',
  devices: '/devices',
  settings: '/settings',
  activity: '/activity',
  confirmEmail: '/confirm-email',
  mailbox: '/dev/mailbox',
  ...productPages,
} as const
