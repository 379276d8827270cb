import { describe, expect, it } from 'vitest'
import { outageOf } from './errors.ts'
import { outages } from './outages.ts'

const system = (code: string, syscall = 'connect') =>
  Object.assign(new Error(`${syscall} ${code}`), { code, syscall, errno: -1 })
const postgres = (code: string, message = 'in the words of Postgres') =>
  Object.assign(new Error(message), { code, severity: 'FATAL' })
const coded = (code: string, message = 'in other words') => Object.assign(new Error(message), { code })
/** As Prisma wraps an error of its adapter. */
const adapted = (cause: object) =>
  Object.assign(new Error('Invalid `db.user` invocation'), { code: 'P2010', meta: { driverAdapterError: { cause } } })

/** What stands for each row of the table, as the driver, Node or Prisma throws it. */
const samples: Record<string, unknown[]> = {
  'refused by our own check': [coded('UNSUITABLE_DATABASE', 'TimeZone is wrong')],
  'host name': [system('ENOTFOUND', 'getaddrinfo'), system('EAI_AGAIN', 'getaddrinfo'), system('EBUSY', 'getaddrinfo')],
  'nothing listens': [
    system('ECONNREFUSED'),
    system('ENOENT'),
    new AggregateError([system('ECONNREFUSED'), system('ECONNREFUSED')]),
    coded('P1001'),
    adapted({ kind: 'DatabaseNotReachable' }),
  ],
  network: ['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN', 'EADDRNOTAVAIL'].map(code => system(code)),
  'not allowed to connect': ['EACCES', 'EPERM', 'EMFILE', 'EAGAIN'].map(code => system(code)),
  TLS: [
    ...['CERT_HAS_EXPIRED', 'SELF_SIGNED_CERT_IN_CHAIN', 'ERR_TLS_CERT_ALTNAME_INVALID', 'EPROTO'].map(code =>
      coded(code),
    ),
    ...['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'ERR_SSL_WRONG_VERSION_NUMBER', 'P1011'].map(code => coded(code)),
    ...['DEPTH_ZERO_SELF_SIGNED_CERT', 'CERT_NOT_YET_VALID', 'HOSTNAME_MISMATCH', 'INVALID_CA'].map(code =>
      coded(code),
    ),
    ...['ERR_OSSL_PEM_NO_START_LINE', 'ERR_TLS_HANDSHAKE_TIMEOUT', 'UNSPECIFIED'].map(code => coded(code)),
    new Error('The server does not support SSL connections'),
    coded('ECONNRESET', 'Client network socket disconnected before secure TLS connection was established'),
    adapted({ kind: 'TlsConnectionError', reason: 'expired' }),
  ],
  access: [
    ...['28P01', '28000', '3D000', 'P1000', 'P1003', 'P1010'].map(code => postgres(code)),
    new Error('SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string'),
    adapted({ kind: 'AuthenticationFailed', originalCode: '28P01', originalMessage: 'wrong password' }),
  ],
  'refused at connect': [
    coded('REFUSED_AT_CONNECT', 'permission denied for database "app"'),
    adapted({ kind: 'postgres', code: 'REFUSED_AT_CONNECT' }),
  ],
  rights: [postgres('42501'), adapted({ kind: 'postgres', code: '42501' })],
  'way to sign in': [coded('UNREADABLE', 'Unknown authenticationOk message type 7')],
  'another program': [new Error('received invalid response: 48'), coded('UNREADABLE', 'out of range')],
  'too many connections': [
    postgres('53300'),
    coded('P2037'),
    adapted({ kind: 'TooManyConnections' }),
    postgres('08P01', 'no more connections allowed (max_client_conn)'),
  ],
  resources: [postgres('53100'), postgres('53200'), postgres('53000')],
  'transaction ids': [
    coded('NO_TRANSACTION_IDS', 'database is not accepting commands that assign new transaction IDs'),
    adapted({ kind: 'postgres', code: 'NO_TRANSACTION_IDS' }),
  ],
  'queue of announcements': [postgres('54000', 'too many notifications in the NOTIFY queue')],
  'statement time limit': [
    ...['57014', '25P03', '25P04'].map(code => postgres(code)),
    coded('P2028', 'A query cannot be executed on an expired transaction.'),
  ],
  'lock time limit': [postgres('55P03'), adapted({ kind: 'postgres', code: '55P03' })],
  'our pool': [new Error('timeout exceeded when trying to connect'), coded('P2024'), coded('P2028')],
  operator: ['57P01', '57P02', '57P03', '57P04', '57P05', '57000'].map(code => postgres(code)),
  silence: [
    new Error('timeout expired'),
    new Error('Query read timeout'),
    new Error('Connection terminated due to connection timeout', { cause: new Error('Connection terminated') }),
    system('ETIMEDOUT'),
    system('ETIMEDOUT', 'read'),
    new Error('write ETIMEDOUT'),
    coded('ERR_SOCKET_CONNECTION_TIMEOUT'),
    coded('P1002'),
    coded('P1008'),
    adapted({ kind: 'SocketTimeout' }),
  ],
  'connection lost': [
    ...['08000', '08001', '08003', '08004', '08006', '08007', '08P01', '40003'].map(code => postgres(code)),
    new Error('write EPIPE'),
    new Error('Received unexpected dataRow message from backend.'),
    coded('ERR_STREAM_DESTROYED'),
    coded('ERR_SOCKET_CLOSED'),
    ...['ECONNRESET', 'EPIPE', 'ECONNABORTED'].map(code => system(code, 'read')),
    new Error('Connection terminated unexpectedly'),
    new Error('Client has encountered a connection error and is not queryable'),
    new Error('Cannot use a pool after calling end on the pool'),
    coded('P1017'),
    adapted({ kind: 'ConnectionClosed' }),
  ],
  conflict: [
    postgres('40000'),
    postgres('40001'),
    postgres('40P01'),
    coded('P2034'),
    adapted({ kind: 'TransactionWriteConflict' }),
  ],
  'no primary': [coded('NO_PRIMARY')],
  'not the primary': [postgres('25006'), coded('STANDBY')],
  'read-only': [coded('READ_ONLY')],
  'lost statement': [
    postgres('26000'),
    postgres('42P05'),
    postgres('34000'),
    postgres('0A000', 'cached plan must not change result type'),
  ],
  internal: ['58000', '58030', '58P01', 'XX000', 'XX001', 'XX002'].map(code => postgres(code)),
  'no way to connect': [
    ...['EINVAL', 'ENOTDIR', 'ELOOP', 'EAFNOSUPPORT', 'EPROTOTYPE'].map(code => system(code)),
    new Error('connect ENAMETOOLONG /run/postgresql'),
  ],
  'start of Prisma': [Object.assign(new Error('no engine'), { name: 'PrismaClientInitializationError' })],
}

it.each(outages)('an outage, $name, is known by each of its signs', ({ name }) => {
  expect(samples[name]?.length).toBeGreaterThan(0)
  for (const error of samples[name] ?? []) expect(outageOf(error)?.name, String(error)).toBe(name)
})

describe('no outage', () => {
  it.each([
    ['a wrong statement', postgres('42601')],
    ['a missing table', postgres('42P01')],
    ['a value too long', postgres('22001')],
    ['a duplicate', postgres('23505')],
    ['an index row too large', postgres('54000', 'index row size 2800 exceeds btree version 4 maximum 2704')],
    ['an unsupported statement', postgres('0A000', 'not supported')],
    ['a missing file', system('ENOENT', 'open')],
    ['a file without rights', system('EACCES', 'open')],
    [
      'a limit of a function of ours',
      Object.assign(new Error('The operation was aborted'), { name: 'TimeoutError', code: 23 }),
    ],
    ['a limit of a job', new Error('mail took too long.')],
    ['a record that is missing', coded('P2025')],
  ])('is %s', (_, error) => {
    expect(outageOf(error)).toBeNull()
  })
})

it('a limit of ours is told apart from a database that does not answer', () => {
  const own = outages.filter(({ isOwnLimit }) => isOwnLimit).map(({ name }) => name)
  expect(own).toEqual(['statement time limit', 'lock time limit', 'our pool'])
})

it('the reason quotes the words of the server', () => {
  expect(outageOf(postgres('28P01', 'password authentication failed'))?.reason).toEqual(
    expect.stringMatching(/^it refuses this server\. .*DATABASE_URL.* \(password authentication failed\)$/),
  )
})
