import type { Clock } from '../clock.ts'
import type { Log } from '../http/log.ts'
import type { Settings } from '../settings/settings.ts'
import { openMailbox } from './mailbox.ts'
import type { Mailer } from './mailer.ts'
import { openSmtp } from './smtp.ts'

/** Opens the mailer: it sends to the mail server, or without one (never in production) stores files. */
export function openMailer(settings: Settings, clock: Clock, log: Log): Mailer {
  const { smtpUrl } = settings
  return smtpUrl === undefined ? openMailbox(settings, clock) : openSmtp({ ...settings, smtpUrl }, log)
}
