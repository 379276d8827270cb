import { urlOfAddress } from './address.ts'

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
  target_session_attrs: 'PGTARGETSESSIONATTRS',
  connect_timeout: 'PGCONNECT_TIMEOUT',
  options: 'PGOPTIONS',
}

/**
 * The environment in which `pg_dump`, `pg_restore` and `psql` reach this address. Not as an argument: every user of the machine can read
 * those. `url` has no problem (`problemOfAddress`).
 */
export function libpqEnvironment(url: string): Record<string, string> {
  const { hostname, port, username, password, pathname, searchParams } = urlOfAddress(url)
  const given: Record<string, string> = {
    ...{ host: hostname.replace(/^\[|\]$/g, ''), port, user: username, password },
    ...Object.fromEntries(searchParams),
  }
  // A word of `pg`: TLS, and any certificate.
  if (given.sslmode === 'no-verify') given.sslmode = 'require'
  const database = decodeURIComponent(pathname.slice(1))
  return {
    ...(database !== '' && { PGDATABASE: database }),
    ...Object.fromEntries(
      Object.entries(variables).flatMap(([name, variable]) => {
        const value = given[name]
        const isOfPath = name === 'host' || name === 'user' || name === 'password'
        return value ? [[variable, isOfPath && !searchParams.has(name) ? decodeURIComponent(value) : value]] : []
      }),
    ),
  }
}
