import type { Rich } from '../plural.ts'

/** The mailbox of developers. */
export const mailbox = {
  title: 'Mailbox',
  intro: 'We keep emails here, and send none, while SMTP_URL is not set.',
  empty: 'No email yet. New ones appear by themselves.',
  toApp: 'To the app',
  to: <T>(address: T, ago: T): Rich<T> => ['To ', address, ', ', ago],
}
