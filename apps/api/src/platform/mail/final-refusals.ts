import { withoutAddresses } from './server-words.ts'

/** The parts of nodemailer's errors that we read. */
export interface SmtpError {
  readonly code?: string
  /** The code of the system or of TLS, such as ECONNREFUSED, where `code` is nodemailer's. */
  readonly originalCode?: string
  readonly timeoutType?: string
  /** The SMTP command that failed. */
  readonly command?: string
  readonly responseCode?: number
  /** The server's whole reply. */
  readonly response?: string
  readonly message?: string
}

/** Reply codes that RFC 5321 section 4.2.3 gives to a mailbox: not there, not here, not a name. */
const mailboxCodes = [550, 551, 553]

/** Enhanced codes (RFC 3463) under X.1 that speak of the sender's address. */
const senderDetails = ['7', '8']

/** What shows that a reason is the sender, a setting or a limit, even if the words name a mailbox too. */
const otherReasons =
  /relay|rcpthosts|sender|send ?as|authenticat|authori[sz]|policy|\b(?:spf|dkim|dmarc|spam|tls|rbl|ptr|helo|ehlo|dns|ip|client|your host|host ?name|quota)\b|reverse|black ?list|block|reputation|try again|temporar|\brate\b|too many/i

const mailbox = '(?:user|mailbox|recipient|address|addressee|account)'

/**
 * The words of a bare reply that name a mailbox which is not there. Many servers give a bare 550 to all that they refuse, so the code says
 * nothing by itself, nor does RFC 5321's own "mailbox unavailable". Three days of tries cost little; a lost mail does not come back.
 */
const missingMailbox = new RegExp(
  [
    `(?:unknown|no such|invalid) (?:local )?${mailbox}`,
    `${mailbox}(?: name)?(?: is)? (?:unknown|invalid|disabled|not (?:known|found|local|valid|allowed))`,
    `${mailbox}\\b.{0,40} does(?: not|n't) exist`,
    `no ${mailbox} here`,
  ].join('|'),
  'i',
)

/** What servers refuse under a code of the recipient, though they speak of the sender, or of a limit that passes. */
const mistakenReasons = /sender|send ?as|try again|temporar|\brate\b|too many/i

/**
 * Whether the mail server refused the recipient for good. Only then another try is no use. Everything else that a relay refuses, such as
 * relaying, a sender or a login, ends when somebody corrects a setting or the relay. So the mail has to wait for it.
 */
export function isRefusedForGood({ command, responseCode = 0, response = '' }: SmtpError): boolean {
  if (command !== 'RCPT TO' && command !== 'DATA') return false
  if (responseCode < 500 || responseCode > 599) return false
  const status = enhancedStatusOf(response)
  const words = withoutAddresses(response)
  // X.0 says nothing of its own.
  if (status) return speaksOfRecipient(status) && !(status.detail === '0' ? otherReasons : mistakenReasons).test(words)
  // After DATA a bare code speaks of the content.
  if (command !== 'RCPT TO' || !mailboxCodes.includes(responseCode)) return false
  return missingMailbox.test(words) && !otherReasons.test(words)
}

interface EnhancedStatus {
  readonly class: string
  readonly subject: string
  readonly detail: string
}

/** X.1 is the address and X.2 the mailbox, unless the detail names the sender. */
const speaksOfRecipient = ({ class: kind, subject, detail }: EnhancedStatus): boolean =>
  kind === '5' && (subject === '2' || (subject === '1' && !senderDetails.includes(detail)))

/** The enhanced status code of a reply: after the reply code (RFC 2034), or in qmail's brackets, as in `(#5.1.1)`. */
export function enhancedStatusOf(response: string): EnhancedStatus | null {
  const found =
    /^\d{3}[ -]([245])\.(\d{1,3})\.(\d{1,3})(?!\S)/m.exec(response) ??
    /\(#([245])\.(\d{1,3})\.(\d{1,3})\)/.exec(response)
  const [, kind = '', subject = '', detail = ''] = found ?? []
  return found && { class: kind, subject, detail }
}
