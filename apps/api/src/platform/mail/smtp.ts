import { Email } from '@latchkey/contracts/auth/users'
import { createTransport } from 'nodemailer'
import type { Log } from '../http/log.ts'
import type { Settings } from '../settings/settings.ts'
import type { Mailer } from './mailer.ts'

const connectionTimeoutMs = 5_000
const socketTimeoutMs = 10_000
/** For one whole mail: a server that answers very slowly would not reach the other timeouts. */
const sendTimeoutMs = 20_000
const maxConnections = 3

type SmtpSettings = Pick<Settings, 'production' | 'mailFrom'> & { readonly smtpUrl: string }

/** Sends mails through the server of `SMTP_URL`, over pooled connections. */
export function openSmtp({ production, smtpUrl, mailFrom }: SmtpSettings, log: Log): Mailer {
  const transport = createTransport(
    {
      // Options in the URL override the ones below.
      url: smtpUrl,
      pool: true,
      maxConnections,
      connectionTimeout: connectionTimeoutMs,
      greetingTimeout: connectionTimeoutMs,
      dnsTimeout: connectionTimeoutMs,
      socketTimeout: socketTimeoutMs,
      // An attacker on the network can remove an optional STARTTLS. Certificates are verified unless the URL says no.
      requireTLS: production && !isThisMachine(new URL(smtpUrl).hostname),
      // The content is always text, never a file or a URL to load.
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from: mailFrom },
  )
  const [, domain = 'localhost'] = mailFrom.address.split('@')

  return {
    async send({ id, to, subject, text, html }) {
      // An object with one address, which nodemailer does not parse: so no list, name or header can be injected (CVE-2022-35924).
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

/** RFC 5321, 4.2.1: 5yz for the recipient or the mail is final. For any other command, our settings are wrong. */
const isRefusedForGood = (error: { responseCode?: number; command?: string }) =>
  Math.trunc((error.responseCode ?? 0) / 100) === 5 && (error.command === 'RCPT TO' || error.command === 'DATA')
