import type { Mail, Mailer } from '../src/platform/mail/mailer.ts'

/** A mailer that keeps every mail instead of sending it. */
export function captureMail(): { mailer: Mailer; mails: Mail[] } {
  const mails: Mail[] = []
  return { mails, mailer: { verify: async () => {}, send: async mail => void mails.push(mail), close() {} } }
}
