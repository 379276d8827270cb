import type { Mailer } from '../../../platform/mail/mailer.ts'
import type { Settings } from '../../../platform/settings/settings.ts'
import { error, type Finding, note, type Rule, warning } from './finding.ts'
import type { Heard } from './heard.ts'

interface Patient {
  readonly settings: Settings
  readonly mailer: Mailer
}

/** Names that no mail can come from, or that an example was left with (RFC 2606). */
const reserved = /(^|\.)(localhost|local|invalid|test|example|example\.(com|net|org))$/

/**
 * Looks whether the mail server answers and accepts the login, and at the sender. Only a mail shows whether the server accepts the
 * sender: one is sent if `sendTo` is an address. What the mailer says of a failure is in `heard`.
 */
export async function examineMail({ settings, mailer }: Patient, heard: Heard, sendTo?: string): Promise<Finding[]> {
  if (!settings.sendsMail) return []
  await mailer.verify()
  const [refused] = heard.take('smtp_failed').map(({ message }) => error('mail-server', message))
  if (refused) return [refused]
  if (sendTo !== undefined) return send(mailer, heard, sendTo)
  const { address } = settings.mailFrom
  return [
    ...(settings.production && reserved.test(address.split('@')[1] ?? '')
      ? [warning('mail-sender', `MAIL_FROM: ${address} cannot get answers. Write an address of a domain of yours.`)]
      : []),
    note(
      'mail-sender',
      'No mail was sent, so it is unknown whether the server accepts MAIL_FROM. Add --mail-to ADDRESS.',
    ),
  ]
}

async function send(mailer: Mailer, heard: Heard, to: string): Promise<Finding[]> {
  const text = 'This is a test. The mail server accepts the sender, and passes mail on.\n'
  try {
    await mailer.send({ id: `doctor-${crypto.randomUUID()}`, to, subject: 'A test mail', text, html: `<p>${text}</p>` })
  } catch (thrown) {
    const [line] = heard.take('smtp_failed')
    const rule: Rule = line?.setting === 'SMTP_URL' ? 'mail-server' : 'mail-sender'
    return [error(rule, line?.message ?? `The test mail was not sent: ${(thrown as Error).message}. Try again.`)]
  }
  return heard
    .take(undefined)
    .map(({ said }) =>
      error('mail-sender', `The server refused the test mail for good: ${said}. Check the address after --mail-to.`),
    )
}
