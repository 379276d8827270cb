import { enhancedStatusOf, type SmtpError } from './final-refusals.ts'

/** What an operator should change after a failure: which setting, what was seen, what to write. */
export interface Advice {
  readonly setting: 'SMTP_URL' | 'MAIL_FROM'
  readonly seen: string
  readonly write: string
}

interface Row extends Advice {
  readonly when: (error: SmtpError) => boolean
}

const certificateProblem = /certificate|altname|issuer/i
const loginWanted = /authenticat|log ?in|\bauth\b/i
const ofSender = /sender|\b(?:spf|dkim|dmarc)\b/i

const isTimeout =
  (type: string) =>
  ({ timeoutType }: SmtpError): boolean =>
    timeoutType === type
const isRefusal = ({ responseCode = 0 }: SmtpError) => responseCode >= 500
const isForNow = (responseCode: number) => responseCode >= 400 && responseCode < 500
const saysOf = (words: RegExp, { response = '', message = '' }: SmtpError) => words.test(response || message)

/** The first row that fits counts. A refusal that needs no change, such as greylisting, has no row. */
const rows: readonly Row[] = [
  {
    when: ({ code }) => code === 'EDNS',
    setting: 'SMTP_URL',
    seen: 'no address was found for the mail server',
    write: 'Write a host name that this machine can look up.',
  },
  {
    when: ({ originalCode }) => originalCode === 'ECONNREFUSED',
    setting: 'SMTP_URL',
    seen: 'nothing listens there',
    write: 'Write the right host and port. Without a port, smtp:// means 587 and smtps:// means 465.',
  },
  {
    when: error =>
      ['EHOSTUNREACH', 'ENETUNREACH'].includes(error.originalCode ?? '') || isTimeout('CONNECT_TIMEOUT')(error),
    setting: 'SMTP_URL',
    seen: 'no connection could be made',
    write:
      'Write a host and port that this machine can reach. Many networks block port 25; port 587 or 465 is usually open.',
  },
  {
    // EADDRNOTAVAIL also comes for an IPv6 address where there is no IPv6. EINVAL: such as from 127.0.0.1 to another machine.
    when: ({ originalCode = '' }) => ['EADDRNOTAVAIL', 'EINVAL'].includes(originalCode),
    setting: 'SMTP_URL',
    seen: 'this machine has no address to connect from',
    write:
      'Write an address of this machine as localAddress, or remove that option. Without it, write a host that this machine can reach, such as 127.0.0.1 for localhost.',
  },
  {
    when: isTimeout('GREETING_TIMEOUT'),
    setting: 'SMTP_URL',
    seen: 'the connection was made, but no greeting came',
    write:
      'If the server speaks TLS from the start, as on port 465, write smtps://. If it is slow, append ?connectionTimeout=20000.',
  },
  {
    when: error => error.code !== 'EAUTH' && saysOf(certificateProblem, error) && error.response === undefined,
    setting: 'SMTP_URL',
    seen: 'its certificate was not accepted',
    write:
      'Write the host name that the certificate names, or name it by ?tls.servername=. For an authority of your own, set NODE_EXTRA_CA_CERTS.',
  },
  {
    when: ({ originalCode = '' }) =>
      /^ERR_SSL_.*(?:PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|HANDSHAKE_FAILURE|CIPHER|DH_KEY|EE_KEY|CA_KEY|CA_MD)/.test(
        originalCode,
      ),
    setting: 'SMTP_URL',
    seen: 'it speaks only a version or ciphers of TLS that are too old',
    write:
      'Ask its operator for TLS 1.2 or newer. Until then, append ?tls.minVersion=TLSv1 or ?tls.ciphers=DEFAULT@SECLEVEL=0.',
  },
  {
    when: ({ originalCode = '' }) => /^(ERR_SSL_|EPROTO$)/.test(originalCode),
    setting: 'SMTP_URL',
    seen: 'the server does not speak TLS from the start',
    write: 'Write smtp:// for port 587 or 25. smtps:// is for port 465.',
  },
  {
    when: ({ code }) => code === 'ETLS',
    setting: 'SMTP_URL',
    seen: 'the server offers no TLS',
    write:
      'Write smtps://, or the port of a server that offers STARTTLS. For a relay in your own network, append ?requireTLS=false.',
  },
  {
    when: ({ code, command }) => code === 'EAUTH' && command === 'API',
    setting: 'SMTP_URL',
    seen: 'it has a user without a password, or a password without a user',
    write: 'Write both, as in smtps://user:password@host, percent-encoded.',
  },
  {
    // RFC 3207 and RFC 4954.
    when: error => error.responseCode === 538 || (error.responseCode === 530 && saysOf(/tls|encrypt/i, error)),
    setting: 'SMTP_URL',
    seen: 'the server wants TLS',
    write: 'Remove ignoreTLS and requireTLS, or write smtps://.',
  },
  {
    when: error =>
      error.code === 'EAUTH' &&
      isRefusal(error) &&
      (error.responseCode === 504 || saysOf(/mechanism|authentication type/i, error)),
    setting: 'SMTP_URL',
    seen: 'the server does not know this way to sign in',
    write: 'Append ?authMethod= with one that it knows: PLAIN, LOGIN or CRAM-MD5.',
  },
  {
    when: error => error.code === 'EAUTH' && isRefusal(error),
    setting: 'SMTP_URL',
    seen: 'the server refused the login',
    write: 'Write the user and the password that the server knows, percent-encoded.',
  },
  {
    when: error =>
      isRefusal(error) &&
      ['MAIL FROM', 'RCPT TO', 'DATA'].includes(error.command ?? '') &&
      (error.responseCode === 530 || (saysOf(loginWanted, error) && !saysOf(ofSender, error))),
    setting: 'SMTP_URL',
    seen: 'the server wants a login',
    write: 'Write a user and a password, as in smtps://user:password@host.',
  },
  {
    when: error => isRefusal(error) && (error.command === 'MAIL FROM' || isRefusalOfSender(error)),
    setting: 'MAIL_FROM',
    seen: 'the server refused this sender',
    write: 'Write an address that the server may send from, of a domain that names this server in SPF and DKIM.',
  },
  {
    when: error => error.command === 'RCPT TO' && isRefusal(error),
    setting: 'SMTP_URL',
    seen: 'the server does not pass our mail on',
    write: 'Write a server that relays for you, with a user and a password, or allow this machine there.',
  },
  {
    when: error => error.command === 'DATA' && isRefusal(error),
    setting: 'MAIL_FROM',
    seen: 'the server refused the content of a mail',
    write: 'Its words say why. Often the domain of the sender lacks SPF, DKIM or DMARC.',
  },
  {
    when: ({ code, originalCode }) => code === 'EABORT' || code === 'ETIMEDOUT' || originalCode === 'ETIMEDOUT',
    setting: 'SMTP_URL',
    seen: 'the server answers too slowly',
    write: 'Ask its operator, or write another server.',
  },
  {
    when: ({ code, responseCode = 0 }) => code === 'EPROTOCOL' && isForNow(responseCode),
    setting: 'SMTP_URL',
    seen: 'the server serves no one for now',
    write: 'Wait. If it lasts, ask its operator. If it allows few connections at once, append ?maxConnections=1.',
  },
  {
    when: ({ code }) => code === 'EPROTOCOL',
    setting: 'SMTP_URL',
    seen: 'what answers there does not serve us by SMTP',
    write: 'Write the port of its SMTP service. Its words say more.',
  },
  {
    when: ({ code, responseCode }) => (code === 'ECONNECTION' || code === 'ESOCKET') && responseCode === undefined,
    setting: 'SMTP_URL',
    seen: 'the server closed the connection',
    write: 'Check host, port, and smtp:// or smtps://. If it allows few connections at once, append ?maxConnections=1.',
  },
]

function isRefusalOfSender(error: SmtpError): boolean {
  const status = enhancedStatusOf(error.response ?? '')
  return saysOf(ofSender, error) || (status?.subject === '1' && ['7', '8'].includes(status.detail))
}

/** What to change after this failure; null if nothing of ours is wrong. */
export function adviceFor(error: SmtpError): Advice | null {
  const found = rows.find(({ when }) => when(error))
  return found ? { setting: found.setting, seen: found.seen, write: found.write } : null
}
