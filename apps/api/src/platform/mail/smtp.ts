import { Email } from '@latchkey/contracts/auth/users'
import { brand } from '@latchkey/contracts/brand'
import { createTransport } from 'nodemailer'
import type { Log } from '../http/log.ts'
import type { Settings } from '../settings/settings.ts'
import { isRefusedForGood, type SmtpError } from './final-refusals.ts'
import type { Mailer } from './mailer.ts'
import { markImage } from './mark-image.ts'
import { markId } from './page.ts'
import { wordsOf } from './server-words.ts'
import { adviceFor } from './smtp-advice.ts'

/** For the look-up, the connection and the greeting together. Some servers hold the greeting back for six seconds, against spam. */
const connectionTimeoutMs = 10_000
const socketTimeoutMs = 10_000
/** For one whole mail: a server that answers very slowly would not reach the other timeouts. */
const sendTimeoutMs = 20_000
/** More than the workers for retries (`jobs/work.ts`), so that mails that fail slowly leave some for new ones. */
const maxConnections = 10

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
  const server = serverOf(new URL(smtpUrl))
  const explain = explainer(server, log)
  // Drawn for the first mail: a command that sends none need not wait.
  let image: Promise<Buffer> | undefined

  return {
    async verify() {
      try {
        await transport.verify()
        log.info({ event: 'smtp_ready', server }, 'the mail server is ready')
      } catch (error) {
        explain.failure(error as SmtpError)
      }
    },
    async send({ id, to, subject, text, html }) {
      image ??= markImage(brand)
      // An object with one address, which nodemailer does not parse: so no list, name or header can be injected (CVE-2022-35924).
      const address = Email.parse(to)
      const message = {
        to: { name: '', address },
        subject,
        text,
        html,
        // Part of the mail, because mail programs load images of servers late or never, and tell the sender.
        attachments: [
          {
            ...{ cid: markId, filename: 'logo.png', contentType: 'image/png', content: await image },
            contentDisposition: 'inline' as const,
          },
        ],
        messageId: `<${id.replace(/[^A-Za-z0-9.-]/g, '')}@${domain}>`,
        // RFC 3834: no out-of-office answers.
        headers: { 'Auto-Submitted': 'auto-generated' },
        signal: AbortSignal.timeout(sendTimeoutMs),
      }
      try {
        await transport.sendMail(message)
        explain.success()
      } catch (thrown) {
        const error = thrown as SmtpError
        if (!isRefusedForGood(error)) {
          explain.failure(error, address)
          throw error
        }
        const said = wordsOf(error.response ?? '', address)
        log.error({ mail: id, code: error.code, responseCode: error.responseCode, said }, 'a mail was refused for good')
      }
    },
    close: () => transport.close(),
  }
}

/** Tells an operator what to change, once until a mail gets through. */
function explainer(server: string, log: Log) {
  const told = new Set<string>()
  return {
    success: () => told.clear(),
    failure(error: SmtpError, recipient?: string): void {
      const advice = adviceFor(error)
      if (!advice || told.has(advice.seen)) return
      told.add(advice.seen)
      const { setting, seen, write } = advice
      const said = error.response === undefined ? undefined : wordsOf(error.response, recipient)
      const { code, originalCode, responseCode } = error
      log.warn(
        { event: 'smtp_failed', setting, server, code, originalCode, responseCode, said },
        `${setting}: ${seen} (${[server, said ?? originalCode ?? code].join(': ')}). ${write}`,
      )
    },
  }
}

/** Never the user or the password. */
const serverOf = ({ protocol, hostname, port }: URL) => `${hostname}:${port || (protocol === 'smtps:' ? 465 : 587)}`

const isThisMachine = (hostname: string) => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
