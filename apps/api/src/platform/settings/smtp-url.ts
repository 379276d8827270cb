import { isIP } from 'node:net'
import { createSecureContext } from 'node:tls'
import * as z from 'zod/mini'

/** Longer times would outlast the time for a whole mail. */
const longestTimeoutMs = 20_000

interface Option {
  /** What to write, for a message. */
  readonly needs: string
  readonly fits: (value: string) => boolean
}

const pattern = (needs: string, values: RegExp): Option => ({ needs, fits: value => values.test(value) })
const whole = (most: number, unit = ''): Option => ({
  needs: `1 to ${most}${unit}`,
  fits: value => /^[1-9]\d{0,8}$/.test(value) && Number(value) <= most,
})
const yesOrNo = pattern('true or false', /^(?:true|false)$/)
const milliseconds = whole(longestTimeoutMs, ' milliseconds')
/** With a letter: nodemailer turns other text into a number. */
const isHostName = (value: string) => /^(?=.*[a-z])[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/i.test(value)

/** The options of nodemailer that the query of SMTP_URL may set. It would ignore a misspelt one without a word. */
const smtpOptions: Readonly<Record<string, Option>> = {
  requireTLS: yesOrNo,
  ignoreTLS: yesOrNo,
  'tls.rejectUnauthorized': yesOrNo,
  'tls.servername': { needs: 'a host name', fits: value => isHostName(value) || isIP(value) > 0 },
  'tls.minVersion': pattern('TLSv1, TLSv1.1, TLSv1.2 or TLSv1.3', /^TLSv1(?:\.[123])?$/),
  'tls.ciphers': { needs: 'ciphers that OpenSSL knows, such as DEFAULT@SECLEVEL=0,', fits: areCiphers },
  name: { needs: 'a host name', fits: value => isHostName(value) || isAddressLiteral(value) },
  localAddress: { needs: 'an IP address of this machine', fits: value => isIP(value) > 0 },
  // XOAUTH2 needs tokens, which we do not have.
  authMethod: pattern('PLAIN, LOGIN or CRAM-MD5', /^(?:plain|login|cram-md5)$/i),
  maxConnections: whole(100),
  maxMessages: whole(1_000_000),
  rateDelta: whole(86_400_000, ' milliseconds'),
  rateLimit: whole(1_000_000),
  connectionTimeout: milliseconds,
  greetingTimeout: milliseconds,
  dnsTimeout: milliseconds,
  socketTimeout: milliseconds,
}

function areCiphers(value: string): boolean {
  try {
    createSecureContext({ ciphers: value })
    return value !== ''
  } catch {
    return false
  }
}

/** An address in place of a name, as in `[192.0.2.1]` and `[IPv6:2001:db8::1]` (RFC 5321 section 4.1.3). */
const isAddressLiteral = (value: string) => isIP(/^\[(?:IPv6:)?(.+)\]$/i.exec(value)?.[1] ?? '') > 0

const isDecodable = (part: string): boolean => {
  try {
    decodeURIComponent(part)
    return true
  } catch {
    return false
  }
}

/** Whether a `#`, `/`, `?` or `%` of the password has become another part of the URL. */
const hasOnlyItsParts = ({ pathname, hash, username, password }: URL) =>
  ['', '/'].includes(pathname) && hash === '' && isDecodable(username) && isDecodable(password)

/** What is wrong with the URL of a mail server, or null. It names nothing of the URL but our options: any other part may belong to a password. */
function problemOf(value: string): string | null {
  if (!/^smtps?:\/\/[^/]/.test(value) || !URL.canParse(value))
    return 'must be an smtp:// or smtps:// address such as smtps://user:password@mail.example.com, with the password percent-encoded'
  const url = new URL(value)
  if (!hasOnlyItsParts(url))
    return 'must end after the host, the port and the options: percent-encode the characters #, /, ?, @ and % of the password'
  for (const [name, each] of url.searchParams) {
    const option = Object.hasOwn(smtpOptions, name) ? smtpOptions[name] : undefined
    if (option === undefined)
      return `may have only these options: ${Object.keys(smtpOptions).join(', ')}. If it should have none, percent-encode the ? of the password`
    // nodemailer would get both as a list, and open no connection at all with two of maxConnections.
    if (url.searchParams.getAll(name).length > 1) return `has the option ${name} more than once. Write it once`
    if (!option.fits(each)) return `must have ${option.needs} as ${name}`
  }
  return null
}

/** A URL for nodemailer. */
export const smtpUrl = z.string().check(({ value, issues }) => {
  const message = problemOf(value)
  if (message !== null) issues.push({ code: 'custom', message, input: value })
})
