import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import type { Settings } from '../settings.ts'
import { openMailbox } from './mailbox.ts'
import { openSmtp } from './smtp.ts'

/** A mail that is ready to go. */
export interface Mail {
  /** The same however often it is tried: a mail server or reader that sees it twice can tell. */
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

export interface Mailer {
  /** Hands a mail to the mail server; throws where it does not take it, so that it is tried again. */
  send(mail: Mail): Promise<void>
  close(): void
}

/** The way out for mails: to the mail server, or without one (never in production) into files. */
export function openMailer(settings: Settings, clock: Clock, log: Log): Mailer {
  const { smtpUrl } = settings
  return smtpUrl === undefined ? openMailbox(settings, clock) : openSmtp({ ...settings, smtpUrl }, log)
}
