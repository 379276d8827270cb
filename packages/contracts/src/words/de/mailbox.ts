import type { mailbox as en } from '../en/mailbox.ts'

export const mailbox: typeof en = {
  title: 'Postfach',
  intro: 'Solange SMTP_URL nicht gesetzt ist, bleiben E-Mails hier und werden nicht gesendet.',
  empty: 'Noch keine E-Mail. Neue erscheinen von selbst.',
  toApp: 'Zur App',
  to: (address, ago) => ['An ', address, ', ', ago],
}
