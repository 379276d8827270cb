import { Email } from '@latchkey/contracts/auth/users'
import { createTransport } from 'nodemailer'
import type { Log } from '../http/log.ts'
import type { Settings } from '../settings/settings.ts'
import type { Mailer } from './mailer.ts'

const connectionTimeoutMs = 5_000
const socketTimeoutMs = 10_000
/** For one mail in all: a server that answers drop by drop would outlast the others. */
const sendTimeoutMs = 20_000
const maxConnections = 3

type SmtpSettings = Pick<Settings, 'production' | 'mailFrom'> & { readonly smtpUrl: string }

/** Sends by the mail server of `SMTP_URL`, over connections that are kept for a while. */
export function openSmtp({ production, smtpUrl, mailFrom }: SmtpSettings, log: Log): Mailer {
  const transport = createTransport(
    {
      // What the address itself says of these comes first.
      url: smtpUrl,
      pool: true,
      maxConnections,
      connectionTimeout: connectionTimeoutMs,
      greetingTimeout: connectionTimeoutMs,
      dnsTimeout: connectionTimeoutMs,
      socketTimeout: socketTimeoutMs,
      // STARTTLS that is merely offered could be struck out on the way. Certificates are verified unless the address says no.
      requireTLS: production && !isThisMachine(new URL(smtpUrl).hostname),
      // A mail is text, never the content of a file or an address.
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from: mailFrom },
  )
  const [, domain = 'localhost'] = mailFrom.address.split('@')

  return {
    async send({ id, to, subject, text, html }) {
      // One address, as an object that nothing parses again: no list, no name and no line of a header gets in (CVE-2022-35924).
      const address = Email.parse(to)
      const message = {
        to: { name: '', address },
        subject,
        text,
        html,
        messageId: `<${id.replace(/[^A-Za-z0-9.-]/g, '')}@${domain}>`,
        // RFC 3834: no out-of-office answers.
        headers: { 'Auto-Submitted': 'auto-generated' },
        signal: AbortSignal.timeout(sendTimeoutMs),
      }
      await transport.sendMail(message).catch(error => {
        if (!isRefusedForGood(error)) throw error
        log.error({ mail: id, code: error.code, responseCode: error.responseCode }, 'a mail was refused for good')
      })
    },
    close: () => transport.close(),
  }
}

const isThisMachine = (hostname: string) => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)

/** RFC 5321, 4.2.1: 5yz to the recipient or to the mail itself is final. To anything else it is a matter of our settings. */
const isRefusedForGood = (error: { responseCode?: number; command?: string }) =>
  Math.trunc((error.responseCode ?? 0) / 100) === 5 && (error.command === 'RCPT TO' || error.command === 'DATA')
