import * as z from 'zod/mini'

/** Longer times would outlast the time for a whole mail. */
const longestTimeoutMs = 20_000

const whole = (most: number) => (value: string) => /^[1-9]\d{0,8}$/.test(value) && Number(value) <= most
const yesOrNo = (value: string) => value === 'true' || value === 'false'
const text = (value: string) => value !== ''

/** The options of nodemailer that the query of SMTP_URL may set, and their values. It would ignore a misspelt one without a word. */
const smtpOptions: Readonly<Record<string, (value: string) => boolean>> = {
  requireTLS: yesOrNo,
  ignoreTLS: yesOrNo,
  'tls.rejectUnauthorized': yesOrNo,
  'tls.servername': text,
  'tls.minVersion': text,
  'tls.ciphers': text,
  name: text,
  localAddress: text,
  authMethod: text,
  maxConnections: whole(100),
  maxMessages: whole(1_000_000),
  rateDelta: whole(86_400_000),
  rateLimit: whole(1_000_000),
  connectionTimeout: whole(longestTimeoutMs),
  greetingTimeout: whole(longestTimeoutMs),
  dnsTimeout: whole(longestTimeoutMs),
  socketTimeout: whole(longestTimeoutMs),
}

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

const parsed = (value: string): URL | undefined =>
  /^smtps?:\/\/[^/]/.test(value) && URL.canParse(value) ? new URL(value) : undefined

/** A URL for nodemailer. The messages name no part of it: any may belong to a password. */
export const smtpUrl = z.string().check(
  z.refine(
    value => parsed(value) !== undefined,
    'must be an smtp:// or smtps:// address such as smtps://user:password@mail.example.com, with the password percent-encoded',
  ),
  z.refine(value => {
    const url = parsed(value)
    return !url || hasOnlyItsParts(url)
  }, 'must end after the host, the port and the options: percent-encode the characters #, /, ?, @ and % of the password'),
  z.refine(
    value => [...(parsed(value)?.searchParams ?? [])].every(([name, each]) => smtpOptions[name]?.(each)),
    `may have only these options, each with a fitting value (times in milliseconds, up to ${longestTimeoutMs}): ${Object.keys(smtpOptions).join(', ')}`,
  ),
)

/** `Name <address>`, or the address alone. Quotes around the name are dropped. */
export const sender = z.pipe(
  z
    .string()
    .check(
      z.regex(/^(?:(?:"[^<>"\\\p{Cc}]+"|[^<>"\p{Cc}]+) )?<[^<>\s]+>$|^[^<>\s]+$/u, 'must look like Name <address>'),
    ),
  z.pipe(
    z.transform((value: string) => {
      const [, name = '', address = value] = /^(?:(.+) )?<(.+)>$/.exec(value) ?? []
      return { name: name.replace(/^"(.*)"$/, '$1').trim(), address }
    }),
    z.object({
      name: z.string(),
      address: z
        .string()
        // Not the contract's rule for e-mail addresses: a development machine sends from localhost.
        .check(
          z.regex(
            /^[^@\s,;:<>()[\]\\"\p{Cc}]+@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/iu,
            'must hold one e-mail address, such as Example <no-reply@example.com>',
          ),
        ),
    }),
  ),
)
