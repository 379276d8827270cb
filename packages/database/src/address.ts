import { readFileSync } from 'node:fs'
import { Client } from 'pg'

/** A URL of a Postgres database, taken apart: what `pg` reads from it, and what we read. */
export interface Address {
  /** The URL of each server, in the order of the address, without the parameters that we read. */
  readonly connectionStrings: readonly [string, ...string[]]
  /** Settings of the connection, as `-c name=value`. They come after ours, which they can replace. */
  readonly options: string
  /** For each server. */
  readonly connectTimeoutMs: number
}

/** Enough for TCP, TLS and SCRAM with a database 200 ms away. */
const CONNECT_TIMEOUT_SECONDS = 3
const LONGEST_CONNECT_TIMEOUT_SECONDS = 60

/** Parameters that `pg` or we understand. */
const understood = [
  ...['host', 'port', 'user', 'password', 'sslmode', 'sslcert', 'sslkey', 'sslrootcert', 'sslnegotiation'],
  ...['uselibpqcompat', 'application_name', 'fallback_application_name', 'connect_timeout', 'options'],
  'target_session_attrs',
]
const sslModes = ['disable', 'no-verify', 'prefer', 'require', 'verify-ca', 'verify-full']
const files = ['sslcert', 'sslkey', 'sslrootcert']
/** Other parameters of libpq and of Prisma. We may print these names: they are no secrets. */
const ofOthers = [
  ...[
    'keepalives',
    'keepalives_idle',
    'keepalives_interval',
    'keepalives_count',
    'tcp_user_timeout',
    'client_encoding',
  ],
  ...['gssencmode', 'gssdelegation', 'gsslib', 'krbsrvname', 'service', 'passfile', 'replication', 'require_auth'],
  ...['requirepeer', 'requiressl', 'sslcompression', 'sslcrl', 'sslcrldir', 'sslcertmode', 'sslpassword', 'sslsni'],
  ...['ssl_min_protocol_version', 'ssl_max_protocol_version', 'sslidentity', 'sslkeylogfile', 'socket_timeout'],
  ...['max_connection_lifetime', 'max_idle_connection_lifetime', 'single_use_connections', 'min_protocol_version'],
  ...['max_protocol_version', 'oauth_issuer', 'oauth_client_id', 'oauth_client_secret', 'oauth_scope'],
]

const severalHosts = 'Write several hosts before the path: postgresql://user@one:5432,two:5432/app'
/** Both mean what every connection of ours needs. */
const sessionAttributes = ['read-write', 'primary']
const ownPool = 'The server has its own pool (DATABASE_POOL, .env.example). Remove it'
const inOptions = 'Write options=-c%20NAME%3DVALUE instead'
/** What to do about parameters that other programs understand. */
const hints: Readonly<Record<string, string>> = {
  load_balance_hosts: 'Every connection leads to the primary. Remove it',
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
  const servers = addressesOfServers(value)
  if (servers.length === 1) return problemOfServer(value)
  if (servers.some(server => hostIn(server) === '')) return 'has a comma without a host before or after it'
  for (const server of servers) {
    const problem = problemOfServer(server) ?? problemOfOneOfSeveral(server)
    if (problem !== null) return problem
  }
  return null
}

function problemOfServer(value: string): string | null {
  const url = parseAddress(value)
  if (url === null) return `must be a postgresql:// address. ${encode}`
  const { searchParams, hash, hostname, port } = url
  if (!isDecodable(hostname)) return 'has a host with a stray %'
  if (hash !== '') return 'contains a #. Percent-encode it as %23'
  if (port === '0') return unknownPort
  for (const name of searchParams.keys()) {
    const problem = problemOfParameter(name, searchParams.getAll(name))
    if (problem !== null) return problem
  }
  return problemOfTls(searchParams) ?? (canRead(value) ? null : `cannot be read. ${encode}`)
}

/** A user, a password or a port, and no host: as Cloud SQL and libpq write the address of a socket. */
const withoutHost = /^(postgres(?:ql)?:\/\/)(?:([^@/?#:]*)(?::([^@/?#]*))?@)?(?::(\d*))?(?=[/?#]|$)(.*)$/s

/**
 * The URL of an address, or null if it is none. `URL` knows no user or port without a host. They become parameters, which mean the same:
 * `postgresql://user@/app?host=/run` is `postgresql:///app?host=/run&user=user`.
 */
function parseAddress(value: string): URL | null {
  if (URL.canParse(value)) return new URL(value)
  const [, scheme = '', user, password, port, rest = ''] = withoutHost.exec(value) ?? []
  const given = { user, password, port }
  if (scheme === '' || !URL.canParse(scheme + rest) || !Object.values(given).every(text => isDecodable(text ?? '')))
    return null
  const url = new URL(scheme + rest)
  for (const [name, text] of Object.entries(given))
    if (text && !url.searchParams.has(name)) url.searchParams.set(name, decodeURIComponent(text))
  return url
}

/** A parameter would replace the host or the port of each server. */
function problemOfOneOfSeveral(server: string): string | null {
  const { searchParams } = urlOfAddress(server)
  return ['host', 'port'].some(name => searchParams.get(name))
    ? `names several hosts, and one more as a parameter. ${severalHosts}`
    : null
}

/** The URL of an address that has no problem. Of several hosts it has the first. */
export function urlOfAddress(value: string): URL {
  const url = parseAddress(addressesOfServers(value)[0])
  if (url === null) throw new Error('This is no address of a database.')
  return url
}

const encode = 'Percent-encode its user and password'
const unknownPort = 'must have a port from 1 to 65535'

/** What comes before the hosts, the hosts, and the rest. A password may contain commas. */
const withHosts = /^(postgres(?:ql)?:\/\/(?:[^/?]*@)?)([^/?@]*)(.*)$/s

/** The address of each server: `postgresql://user@one:5432,two/app` names two, as libpq reads it. */
export function addressesOfServers(value: string): [string, ...string[]] {
  const [, start = '', hosts = '', rest = ''] = withHosts.exec(value) ?? []
  const [first = '', ...others] = hosts.split(',')
  return others.length === 0 ? [value] : [start + first + rest, ...others.map(host => start + host + rest)]
}

const hostIn = (value: string) => withHosts.exec(value)?.[2]

function problemOfParameter(name: string, values: readonly string[]): string | null {
  const [value = ''] = values
  if (name === 'schema' && value === 'public') return null
  if (!understood.includes(name)) {
    // A badly encoded password could look like a parameter.
    const hint = Object.hasOwn(hints, name) ? hints[name] : undefined
    if (hint) return `has the parameter ${name}. ${hint}`
    const unknown = ofOthers.includes(name) ? `has the parameter ${name}, which` : 'has a parameter that'
    return `${unknown} is none of: ${understood.join(', ')}`
  }
  // `pg` reads the last one. The check of the sslmode should not depend on that.
  if (values.length > 1) return `has the parameter ${name} more than once`
  if (name === 'host' && value.includes(',')) return `names several hosts as a parameter. ${severalHosts}`
  if (name === 'target_session_attrs' && !sessionAttributes.includes(value))
    return `must have one of these as target_session_attrs: ${sessionAttributes.join(', ')}`
  if (name === 'sslmode' && !sslModes.includes(value))
    return `must have one of these as sslmode: ${sslModes.join(', ')}`
  if (name === 'connect_timeout' && !isConnectTimeout(value))
    return `must have 1 to ${LONGEST_CONNECT_TIMEOUT_SECONDS} seconds as connect_timeout`
  if (name === 'port' && !isPort(value)) return unknownPort
  if (name === 'sslnegotiation' && !['postgres', 'direct'].includes(value))
    return 'must have postgres or direct as sslnegotiation'
  if (name === 'sslrootcert' && value === 'system') return null
  if (files.includes(name) && !isReadable(value)) return `names a file as ${name} that cannot be read`
  return null
}

/** Parameters that need each other. Otherwise a connection would be less safe than it looks. */
function problemOfTls(parameters: URLSearchParams): string | null {
  const mode = parameters.get('sslmode')
  if (parameters.get('sslrootcert') === 'system' && mode !== 'verify-full')
    return 'has sslrootcert=system, which needs sslmode=verify-full'
  if (parameters.get('sslnegotiation') === 'direct' && (mode === null || mode === 'disable'))
    return 'has sslnegotiation=direct, which needs sslmode=verify-full'
  if (mode === 'verify-ca' && parameters.get('uselibpqcompat') === 'true' && !parameters.has('sslrootcert'))
    return 'has sslmode=verify-ca, which needs sslrootcert. Write sslmode=verify-full instead'
  return null
}

/** Takes an address apart that has no problem. */
export function readAddress(value: string): Address {
  const { searchParams } = urlOfAddress(value)
  const options = searchParams.get('options') ?? process.env.PGOPTIONS ?? ''
  const connectTimeoutMs = 1000 * Number(searchParams.get('connect_timeout') ?? CONNECT_TIMEOUT_SECONDS)
  const [first, ...others] = addressesOfServers(value)
  return { connectionStrings: [forPg(first), ...others.map(forPg)], options, connectTimeoutMs }
}

/** The URL of one server without the parameters that `pg` does not know. */
function forPg(server: string): string {
  const url = urlOfAddress(server)
  const { searchParams } = url
  for (const name of ['options', 'connect_timeout', 'schema', 'target_session_attrs']) searchParams.delete(name)
  // Node brings the certificates of all public authorities.
  if (searchParams.get('sslrootcert') === 'system') searchParams.delete('sslrootcert')
  return url.href
}

/** Whether every connection to this address stays on this machine: a socket, or a local name. */
export const isOnThisMachine = (value: string): boolean => addressesOfServers(value).every(isServerOnThisMachine)

function isServerOnThisMachine(value: string): boolean {
  const { hostname, searchParams } = urlOfAddress(value)
  // As `pg` chooses it.
  const host = searchParams.get('host') || decodeURIComponent(hostname) || process.env.PGHOST || ''
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

const isPort = (value: string) =>
  value === '' || (/^\d{1,5}$/.test(value) && Number(value) > 0 && Number(value) < 65_536)

/** Whether `pg` accepts the address. It throws for a password that is badly encoded, for instance. */
function canRead(value: string): boolean {
  try {
    return new Client(forPg(value)) !== null
  } catch {
    return false
  }
}

function isReadable(file: string): boolean {
  try {
    return readFileSync(file) !== null
  } catch {
    return false
  }
}
