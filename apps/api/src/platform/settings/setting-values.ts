import { isIP } from 'node:net'
import { problemOfAddress } from '@latchkey/database/address'
import * as z from 'zod/mini'

const unitsInSeconds = { s: 1, m: 60, h: 3600, d: 86_400 } as const

/** A whole number within these limits, both included. */
export const integer = (minimum: number, maximum: number) =>
  z.pipe(
    z.string().check(z.regex(/^\d{1,9}$/, `must be a whole number without a unit, from ${minimum} to ${maximum}`)),
    z.pipe(
      z.transform(Number),
      z.number().check(z.gte(minimum, `must be at least ${minimum}`), z.lte(maximum, `must be at most ${maximum}`)),
    ),
  )

/** `true` or `false`. */
export const yesOrNo = z.pipe(
  z.enum(['true', 'false'], 'must be true or false'),
  z.transform(value => value === 'true'),
)

/** A duration such as `90s`, `30m`, `24h` or `14d`, in milliseconds. */
export const duration = z.pipe(
  z.string().check(z.regex(/^[1-9]\d{0,4}[smhd]$/, 'must be a duration without a space, such as 30m, 24h or 14d')),
  z.transform(value => Number.parseInt(value, 10) * unitsInSeconds[value.at(-1) as keyof typeof unitsInSeconds] * 1000),
)

/** An address or name to listen on. */
export const host = z
  .string()
  .check(
    z.refine(
      value => isIP(value) > 0 || /^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/i.test(value),
      'must be an address or name of this machine, without a port: 127.0.0.1, or 0.0.0.0 for every network',
    ),
  )

/** The URL of a web origin, without a path. */
export const origin = z.pipe(
  z.string().check(
    z.refine(value => {
      const url = URL.canParse(value) ? new URL(value) : undefined
      return (
        url !== undefined && !value.includes('*') && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`
      )
    }, 'must be an address such as https://app.example.com, without a path'),
  ),
  z.transform(value => new URL(value)),
)

/** Whether it is an address on http or https, without a user, a query and a fragment. */
export const isPlainUrl = (value: string): boolean =>
  URL.canParse(value) &&
  /^https?:$/.test(new URL(value).protocol) &&
  !/[?#]/.test(value) &&
  new URL(value).username + new URL(value).password === ''

/** Origins separated by commas, as strings. */
export const origins = z.pipe(
  z.pipe(
    z.string(),
    z.transform(value => value.split(',').map(each => each.trim())),
  ),
  z.pipe(
    z.array(origin, 'must be addresses such as https://app.example.com, separated by commas'),
    z.transform(urls => urls.map(url => url.origin)),
  ),
)

/**
 * Addresses of API clients, separated by commas: a scheme of their own with a dot, https, or the machine itself (RFC 8252 section 7). A scheme
 * without a dot could be one that the browser itself runs, such as javascript.
 */
export const redirects = z.pipe(
  z.pipe(
    z.string(),
    z.transform(value => value.split(',').map(each => each.trim())),
  ),
  z.array(
    z
      .string()
      .check(
        z.refine(
          each =>
            URL.canParse(each) &&
            !/[?#\s]/.test(each) &&
            /^(?:https:\/\/[^/]+\/|http:\/\/127\.0\.0\.1\/|[a-z][a-z0-9+-]*(?:\.[a-z0-9+-]+)+:\/)/.test(each),
        ),
      ),
    'must be addresses such as com.example.app:/signed-in, https://app.example.com/signed-in or http://127.0.0.1/signed-in, separated by commas, without ? and #',
  ),
)

/** The name of a domain, in small letters. */
export const domain = z.pipe(
  z
    .string()
    .check(
      z.refine(
        value => /^[a-z0-9-]+(\.[a-z0-9-]+)*$/i.test(value),
        'must be a domain such as example.com, without https:// and without a port',
      ),
    ),
  z.transform(value => value.toLowerCase()),
)

const localHosts = ['localhost', '127.0.0.1']

/** We append the beginning of a hash to this URL. It must be https: anyone who reads it learns something about a password. */
export const breachCheckUrl = z.string().check(
  z.refine(value => {
    const url = URL.canParse(value) ? new URL(value) : undefined
    const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && localHosts.includes(url.hostname))
    return isSafe && value.endsWith('/')
  }, 'must be an https:// address that ends in /, such as https://api.pwnedpasswords.com/range/'),
)

/** A contact as in RFC 9116. A plain e-mail address becomes a `mailto:` URI. */
export const securityContact = z.pipe(
  z
    .string()
    .check(
      z.regex(
        /^(?:mailto:)?[^@\s,;:<>()[\]\\"\p{Cc}]+@[a-z0-9.-]+$|^https:\/\/[^\s\p{Cc}]+$/iu,
        'must be an e-mail address or an https:// address',
      ),
    ),
  z.transform(value => (/^(?:mailto|https):/i.test(value) ? value : `mailto:${value}`)),
)

/** The URL of a Postgres database. */
export const postgresUrl = z.string().check(({ value, issues }) => {
  const message = problemOfAddress(value)
  if (message !== null) issues.push({ code: 'custom', message, input: value })
})

/** Secrets separated by commas, each of 32 bytes or more. */
export const secrets = z.pipe(
  z.pipe(
    z.string(),
    z.transform(value => value.split(',').map(secret => secret.trim())),
  ),
  z.array(
    z
      .string()
      .check(
        z.refine(
          secret => Buffer.byteLength(secret) >= 32,
          'needs 32 bytes or more in each secret, such as from: openssl rand -base64 32',
        ),
      ),
  ),
)

/** The fingerprint of a secret, as `latchkey secret fingerprint` prints it. */
export const fingerprint = z
  .string()
  .check(z.regex(/^[0-9a-f]{16}$/, 'must be what latchkey secret fingerprint prints: 16 characters of 0-9 and a-f'))

// `true` and a number of hops are not allowed: both trust any client that reaches the server directly (CVE-2026-3635).
const isProxy = (part: string) => {
  const [address = '', prefix, ...rest] = part.split('/')
  if (['loopback', 'linklocal', 'uniquelocal'].includes(part)) return true
  const bits = isIP(address) === 6 ? 128 : 32
  return (
    isIP(address) > 0 &&
    rest.length === 0 &&
    (prefix === undefined || (/^[1-9]\d{0,2}$/.test(prefix) && +prefix <= bits))
  )
}
/** Addresses, networks or named ranges of trusted proxies, separated by commas. */
export const trustProxy = z.pipe(
  z
    .string()
    .check(
      z.refine(
        value => value.split(',').every(part => isProxy(part.trim())),
        'must be the addresses or networks of your proxies, such as 127.0.0.1 or 10.0.0.0/8. Names, "true" and a number of proxies do not work',
      ),
    ),
  z.transform(value => value.split(',').map(part => part.trim())),
)
