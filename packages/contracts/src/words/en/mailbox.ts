import type { Rich } from '../plural.ts'

/** The mailbox of developers. */
export const mailbox = {
  title: 'Mailbox',
  intro: 'We keep emails here, and send none, while SMTP_URL is not set.',
  empty: 'No email yet. New ones appear by themselves.',
  toApp: 'To the app',
  to: <T>(address: T, time: T): Rich<T> => ['To ', address, ', ', time],
  list: 'Emails',
  newest: (subject: string) => `Newest email: ${subject}`,
  back: 'All emails',
  gone: 'This email is no longer kept. Only the newest 100 are.',
  copy: (code: string) => `Copy ${code}`,
  copied: 'Copied.',
  notCopied: (code: string) => `Your browser did not copy it. The code is ${code}.`,
  format: 'Format',
  formatted: 'Formatted',
  plainText: 'Plain text',
  scheme: 'Appearance',
  light: 'Light',
  dark: 'Dark',
  width: 'Width',
  full: 'Full',
  narrow: '320 px',
  frame: (subject: string) => `Email: ${subject}`,
}
