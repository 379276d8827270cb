import type { Link } from './errors.ts'

/** One way in which the database may be unusable for a while, though nothing is wrong with the request. */
export interface Outage {
  /** Names it in tests. */
  readonly name: string
  is(link: Link): boolean
  /** Follows "The database cannot be used now:". */
  reason(link: Link): string
  readonly isOwnLimit?: boolean
  /** Whether other statements may work nevertheless. */
  readonly isOfOneStatement?: boolean
}

/** What a standby, or a server that may not write, answers to a change. The connection leads to the wrong server. */
export const READ_ONLY_TRANSACTION = '25006'
/** Postgres' code for a prepared statement that is not there. */
export const LOST_STATEMENT = '26000'
/** Codes of prepared statements that a connection can use no more: it is not there, there twice, or its portal is gone. */
export const lostStatementCodes: readonly string[] = [LOST_STATEMENT, '42P05', '34000']
/** Our code for a Postgres that has no transaction ids left. Its own, 54000, is a general one. */
export const NO_TRANSACTION_IDS = 'NO_TRANSACTION_IDS'

/** Our code for any error of Postgres that came before a connection was open, unless another row knows it. */
export const REFUSED_AT_CONNECT = 'REFUSED_AT_CONNECT'

interface Signs {
  /** Codes of Node, Prisma and Postgres. */
  codes?: RegExp
  /** What Prisma's adapter calls it. */
  kinds?: readonly string[]
  /** Where a code has other meanings too: a file may be missing as well as a socket. Prisma keeps the message, and drops the call. */
  messages?: RegExp
}

function by({ codes, kinds = [], messages }: Signs): Outage['is'] {
  const fits = (pattern: RegExp | undefined, value: unknown) =>
    typeof value === 'string' && pattern?.test(value) === true
  return ({ code, originalCode, kind, message }) =>
    fits(codes, code) ||
    fits(codes, originalCode) ||
    fits(messages, message) ||
    (typeof kind === 'string' && kinds.includes(kind))
}

const says = (reason: string) => () => reason
/** With the words of the server or of Node, which say more. */
const quotes =
  (reason: string) =>
  ({ originalMessage, message }: Link) =>
    `${reason} (${String(originalMessage ?? message)})`

/**
 * The first row that fits decides. What the request itself causes is not here: a bad value, a wrong statement.
 * Postgres: https://www.postgresql.org/docs/current/errcodes-appendix.html, Prisma: https://www.prisma.io/docs/orm/reference/error-reference
 */
export const outages: readonly Outage[] = [
  {
    name: 'refused by our own check',
    is: by({ codes: /^UNSUITABLE_DATABASE$/ }),
    reason: ({ message }) => String(message),
  },
  {
    name: 'no primary',
    is: by({ codes: /^NO_PRIMARY$/ }),
    reason: ({ message }) => String(message),
  },
  {
    name: 'host name',
    is: by({ codes: /^(ENOTFOUND|EAI_\w+)$/, messages: /\bgetaddrinfo E/ }),
    reason: quotes('the name of its host cannot be resolved'),
  },
  {
    name: 'nothing listens',
    is: by({
      codes: /^(ECONNREFUSED|P1001)$/,
      kinds: ['DatabaseNotReachable'],
      messages: /\bconnect (ENOENT|ENOTSOCK)/,
    }),
    reason: quotes('nothing listens at its address'),
  },
  {
    name: 'network',
    is: by({ codes: /^(E(HOST|NET)(UNREACH|DOWN)|ENETRESET|EADDRNOTAVAIL)$/ }),
    reason: quotes('no network leads to it'),
  },
  {
    name: 'not allowed to connect',
    is: by({ messages: /\bconnect (EACCES|EPERM|EMFILE|ENFILE|ENOBUFS|ENOMEM|EAGAIN)/ }),
    reason: quotes('the system lets this server open no connection'),
  },
  {
    name: 'TLS',
    // What OpenSSL and Node say of a certificate or a handshake.
    is: by({
      codes:
        /^(P1011|EPROTO|UNSPECIFIED|(CERT|CRL|UNABLE_TO|ERROR_IN|ERR_TLS|ERR_SSL|ERR_OSSL|DEPTH_ZERO|SELF_SIGNED|PATH_LENGTH|HOSTNAME|INVALID_CA|INVALID_PURPOSE|AKID|SUBJECT_ISSUER|KEYUSAGE)\w*)$/,
      kinds: ['TlsConnectionError'],
      messages: /^The server does not support SSL|^There was an error establishing an SSL|secure TLS connection/,
    }),
    reason: quotes('TLS failed. Look at its certificate, and at sslmode and sslrootcert'),
  },
  {
    name: 'access',
    is: by({
      codes: /^(28...|3D000|P1000|P1003|P1010)$/,
      kinds: ['AuthenticationFailed', 'DatabaseAccessDenied', 'DatabaseDoesNotExist'],
      messages: /^SASL: /,
    }),
    reason: quotes(
      'it refuses this server. Look at the user, the password and the database in DATABASE_URL (and in DATABASE_DIRECT_URL)',
    ),
  },
  {
    name: 'refused at connect',
    is: by({ codes: /^REFUSED_AT_CONNECT$/ }),
    reason: quotes(
      'it refuses this server. Grant its role connect on the database, let the database take connections, and look at triggers on login',
    ),
  },
  {
    name: 'rights',
    is: by({ codes: /^42501$/ }),
    isOfOneStatement: true,
    reason: quotes(
      'its role lacks a right. Run prisma/roles.sql, and use no row level security (docs/operations.md, With roles that may do less)',
    ),
  },
  {
    name: 'way to sign in',
    is: by({ messages: /\bUnknown authenticationOk message/ }),
    reason: quotes(
      'it asks for a way to sign in that this server does not know, such as gss or sspi. Let pg_hba.conf ask its role for scram-sha-256',
    ),
  },
  {
    name: 'another program',
    is: by({ codes: /^UNREADABLE$/, messages: /^received invalid response/ }),
    reason: quotes('what answers at its address is not Postgres'),
  },
  {
    name: 'too many connections',
    is: by({
      codes: /^(53300|P2037)$/,
      kinds: ['TooManyConnections'],
      // PgBouncer's code for it is a general one, 08P01.
      messages: /no more connections allowed/,
    }),
    reason: quotes('it accepts no more connections. Lower DATABASE_POOL, or raise max_connections'),
  },
  {
    name: 'resources',
    is: by({ codes: /^53...$/ }),
    reason: quotes('its disk or memory is full'),
  },
  {
    name: 'transaction ids',
    is: by({ codes: /^NO_TRANSACTION_IDS$/ }),
    reason: quotes(
      'it has no transaction ids left, so it takes no changes. Run vacuum in each of its databases, and look for old transactions, prepared transactions and replication slots',
    ),
  },
  {
    name: 'queue of announcements',
    is: ({ code, message }) => code === '54000' && /NOTIFY/i.test(String(message)),
    reason: says('its queue of notifications is full. Look for a session that listens in a long transaction'),
  },
  {
    name: 'statement time limit',
    is: by({ codes: /^(57014|25P03|25P04)$/, messages: /expired transaction/i }),
    reason: says('a statement or transaction took longer than its time limit'),
    isOwnLimit: true,
  },
  {
    name: 'lock time limit',
    is: by({ codes: /^55P03$/ }),
    reason: says('another transaction holds a lock for too long (pg_locks shows which)'),
    isOwnLimit: true,
  },
  {
    name: 'our pool',
    is: by({ codes: /^(P2024|P2028)$/, messages: /timeout exceeded when trying to connect/ }),
    reason: says('all connections of this server are taken. Raise DATABASE_POOL, or look for slow statements'),
    isOwnLimit: true,
  },
  {
    name: 'operator',
    is: by({ codes: /^57...$/ }),
    reason: quotes('it is starting or stopping'),
  },
  {
    name: 'silence',
    is: by({
      codes: /^(SILENT|ETIMEDOUT|ERR_SOCKET_CONNECTION_TIMEOUT|P1002|P1008)$/,
      kinds: ['SocketTimeout'],
      messages: /^timeout expired|due to connection timeout|^Query read timeout|\b(connect|read|write) ETIMEDOUT/,
    }),
    reason: says(
      'it does not answer in time. If it is far away, add connect_timeout=SECONDS to its address. If only changes wait, look at synchronous_standby_names',
    ),
  },
  {
    name: 'connection lost',
    is: by({
      codes: /^(08...|40003|ECONNRESET|ECONNABORTED|EPIPE|ENOTCONN|ERR_SOCKET_CLOSED\w*|ERR_STREAM_DESTROYED|P1017)$/,
      kinds: ['ConnectionClosed'],
      messages:
        /^Connection terminated|^Client has encountered a connection error|^Client was closed|after calling end on the pool|^Received unexpected \w+ message|\b(read|write) E[A-Z]+/,
    }),
    reason: quotes('the connection broke'),
  },
  {
    name: 'conflict',
    is: by({ codes: /^(40000|40001|40P01|P2034)$/, kinds: ['TransactionWriteConflict'] }),
    reason: says('two transactions conflicted'),
    isOfOneStatement: true,
  },
  {
    name: 'not the primary',
    is: by({ codes: /^(25006|STANDBY)$/ }),
    reason: says('it is read-only. DATABASE_URL must lead to the primary'),
  },
  {
    name: 'read-only',
    is: by({ codes: /^READ_ONLY$/ }),
    reason: says(
      'it takes no changes: default_transaction_read_only is on for the database or the role. Some providers set that while the disk is full',
    ),
  },
  {
    name: 'lost statement',
    is: link =>
      [link.code, link.originalCode].some(code => lostStatementCodes.includes(String(code))) ||
      /cached plan must not change result type/.test(String(link.message)),
    reason: says('a pooler or a migration made a prepared statement unusable (docs/operations.md, With a pooler)'),
  },
  {
    name: 'internal',
    is: by({ codes: /^(58|XX)...$/ }),
    reason: quotes('it has an internal error. Look at its log'),
  },
  {
    name: 'no way to connect',
    is: by({ messages: /\bconnect E[A-Z]+/ }),
    reason: quotes('no connection to its address can be opened'),
  },
  {
    name: 'start of Prisma',
    is: ({ name }) => name === 'PrismaClientInitializationError',
    reason: quotes('Prisma could not connect'),
  },
]
