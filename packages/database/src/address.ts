import { accessSync, constants } from 'node:fs'

/** A URL of a Postgres database, taken apart: what `pg` reads from it, and what we read. */
export interface Address {
  /** The URL without the parameters that we read. */
  readonly connectionString: string
  /** Settings of the connection, as `-c name=value`. They come after ours, which they can replace. */
  readonly options: string
  readonly connectTimeoutMs: number
}

/** Enough for TCP, TLS and SCRAM with a database 200 ms away. */
const CONNECT_TIMEOUT_SECONDS = 3
const LONGEST_CONNECT_TIMEOUT_SECONDS = 60

/** Parameters that `pg` or we understand. */
const understood = [
  ...['host', 'port', 'user', 'password', 'sslmode', 'sslcert', 'sslkey', 'sslrootcert', 'sslnegotiation'],
  ...['uselibpqcompat', 'application_name', 'fallback_application_name', 'connect_timeout', 'options'],
]
const sslModes = ['disable', 'no-verify', 'prefer', 'require', 'verify-ca', 'verify-full']
const files = ['sslcert', 'sslkey', 'sslrootcert']

const oneServer =
  'The server connects to one database server. Name the primary, or a proxy or DNS name that follows it (docs/operations.md, With standbys)'
const ownPool = 'The server has its own pool (DATABASE_POOL, .env.example). Remove it'
const inOptions = 'Write options=-c%20NAME%3DVALUE instead'
/** What to do about parameters that other programs understand. */
const hints: Readonly<Record<string, string>> = {
  target_session_attrs: oneServer,
  load_balance_hosts: oneServer,
  hostaddr: 'Write host instead',
  dbname: 'Write the name as the path of the address',
  ssl: 'Write sslmode=verify-full, or sslmode=disable in a network of your own',
  sslaccept: 'Write sslmode=verify-full, or sslmode=no-verify',
  channel_binding: 'With sslmode=verify-full the certificate protects the connection. Remove it',
  schema: 'The tables are in the schema public. Remove it',
  pgbouncer: 'docs/operations.md says what a pooler needs. Remove it',
  connection_limit: ownPool,
  pool_timeout: ownPool,
  statement_cache_size: ownPool,
  statement_timeout: inOptions,
  lock_timeout: inOptions,
  idle_in_transaction_session_timeout: inOptions,
}

/** What is wrong with an address, to follow the name of its setting, or null. It never contains a value of the address. */
export function problemOfAddress(value: string): string | null {
  if (!/^postgres(ql)?:\/\//.test(value)) return 'must be a postgresql:// address'
  if (/^[a-z]+:\/\/([^/?]*@)?[^/?@]*,/.test(value)) return `names several hosts. ${oneServer}`
  if (!URL.canParse(value)) return 'must be a postgresql:// address. Percent-encode its user and password'
  const { searchParams, hash, hostname } = new URL(value)
  if (!isDecodable(hostname)) return 'has a host with a stray %'
  if (hash !== '') return 'contains a #. Percent-encode it as %23'
  for (const name of searchParams.keys()) {
    const problem = problemOfParameter(name, searchParams.getAll(name))
    if (problem !== null) return problem
  }
  return null
}

function problemOfParameter(name: string, values: readonly string[]): string | null {
  const [value = ''] = values
  if (name === 'schema' && value === 'public') return null
  if (!understood.includes(name)) {
    // A badly encoded password could look like a parameter.
    const hint = Object.hasOwn(hints, name) ? hints[name] : undefined
    return hint ? `has the parameter ${name}. ${hint}` : `has a parameter that is none of: ${understood.join(', ')}`
  }
  // `pg` reads the last one. The check of the sslmode should not depend on that.
  if (values.length > 1) return `has the parameter ${name} more than once`
  if (name === 'host' && value.includes(',')) return `names several hosts. ${oneServer}`
  if (name === 'sslmode' && !sslModes.includes(value))
    return `must have one of these as sslmode: ${sslModes.join(', ')}`
  if (name === 'connect_timeout' && !isConnectTimeout(value))
    return `must have 1 to ${LONGEST_CONNECT_TIMEOUT_SECONDS} seconds as connect_timeout`
  if (files.includes(name) && !isReadable(value)) return `names a file as ${name} that cannot be read`
  return null
}

/** Takes an address apart that has no problem. */
export function readAddress(value: string): Address {
  const url = new URL(value)
  const { searchParams } = url
  const options = searchParams.get('options') ?? process.env.PGOPTIONS ?? ''
  const connectTimeoutMs = 1000 * Number(searchParams.get('connect_timeout') ?? CONNECT_TIMEOUT_SECONDS)
  for (const name of ['options', 'connect_timeout', 'schema']) searchParams.delete(name)
  return { connectionString: url.href, options, connectTimeoutMs }
}

/** Whether the connection to this address stays on this machine: a socket, or a local name. */
export function isOnThisMachine(value: string): boolean {
  const { hostname, searchParams } = new URL(value)
  const host = searchParams.get('host') ?? decodeURIComponent(hostname)
  return host === '' || host.startsWith('/') || ['localhost', '127.0.0.1', '[::1]', '::1'].includes(host)
}

const isConnectTimeout = (value: string) =>
  /^\d{1,2}$/.test(value) && Number(value) >= 1 && Number(value) <= LONGEST_CONNECT_TIMEOUT_SECONDS

function isDecodable(text: string): boolean {
  try {
    return decodeURIComponent(text) !== '' || text === ''
  } catch {
    return false
  }
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK)
    return true
  } catch {
    return false
  }
}
