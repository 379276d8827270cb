import type { Clock } from '../clock.ts'
import type { Log } from '../http/log.ts'
import type { Settings } from '../settings/settings.ts'
import { openMailbox } from './mailbox.ts'
import type { Mailer } from './mailer.ts'
import { openSmtp } from './smtp.ts'

/** Opens the mailer: it sends to the mail server, or without one (never in production) stores files. `settings.sendsMail` says which. */
export function openMailer(settings: Settings, clock: Clock, log: Log): Mailer {
  const { smtpUrl } = settings
  if (smtpUrl !== undefined) return openSmtp({ ...settings, smtpUrl }, log)
  return openMailbox(settings, clock, log)
}
