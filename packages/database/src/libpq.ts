import { addressesOfServers, readAddress, urlOfAddress } from './address.ts'
import { findPrimary } from './primary.ts'

/** The variable that libpq reads for each parameter of an address. */
const variables: Readonly<Record<string, string>> = {
  host: 'PGHOST',
  port: 'PGPORT',
  user: 'PGUSER',
  password: 'PGPASSWORD',
  sslmode: 'PGSSLMODE',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
  sslrootcert: 'PGSSLROOTCERT',
  sslnegotiation: 'PGSSLNEGOTIATION',
  connect_timeout: 'PGCONNECT_TIMEOUT',
  options: 'PGOPTIONS',
}

/** What `pg` reads as verify-full, and libpq as less. */
const strict = ['prefer', 'require', 'verify-ca']

/**
 * The environment in which `pg_dump`, `pg_restore` and `psql` reach the primary of this address, and verify its certificate as our
 * connections do. Not as arguments: every user of the machine can read those. `url` has no problem (`problemOfAddress`).
 * @throws an error that `outageOf` recognises if several servers are named and none is the primary
 */
export async function libpqEnvironment(url: string): Promise<Record<string, string>> {
  const [first, ...others] = addressesOfServers(url)
  const { hostname, port, username, password, pathname, searchParams } = urlOfAddress(first)
  const primary =
    others.length > 0 ? await findPrimary([first, ...others], readAddress(first).connectTimeoutMs) : undefined
  const database = decodeURIComponent(pathname.slice(1))
  const given: Record<string, string | number | undefined> = {
    host: decodeURIComponent(hostname).replace(/^\[|\]$/g, ''),
    port,
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    ...Object.fromEntries(searchParams),
    ...primary,
  }
  return {
    ...(database !== '' && { PGDATABASE: database }),
    ...Object.fromEntries(
      Object.entries({ ...given, ...tlsOf(searchParams) }).flatMap(([name, value]) =>
        value && variables[name] ? [[variables[name], String(value)]] : [],
      ),
    ),
  }
}

function tlsOf(parameters: URLSearchParams): Record<string, string> {
  const mode = parameters.get('sslmode') ?? ''
  // A word of `pg`: TLS, and any certificate.
  if (mode === 'no-verify') return { sslmode: 'require' }
  const isStrict = mode === 'verify-full' || (strict.includes(mode) && parameters.get('uselibpqcompat') !== 'true')
  // Node knows the public authorities. libpq takes the system's since version 16, if it is told to.
  return isStrict ? { sslmode: 'verify-full', sslrootcert: parameters.get('sslrootcert') ?? 'system' } : {}
}
