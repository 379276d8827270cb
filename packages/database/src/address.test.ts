import { Client } from 'pg'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { isOnThisMachine, problemOfAddress, readAddress } from './address.ts'

const password = 'pa55'
const withPassword = (typed: string) => ['postgres://user', `${typed}@db/app`].join(':')
const address = (parameters: string) => `postgresql://user:${password}@db.example.com/app?${parameters}`

describe('an address', () => {
  it.each([
    'postgres://localhost/app',
    'postgresql:///app?host=/run/postgresql',
    'postgresql://%2Frun%2Fpostgresql/app',
    'postgresql://user@/app?host=/run/postgresql',
    `postgresql://user:${password}@:5433/app?host=/cloudsql/project:region:instance`,
    'postgresql://:5433/app?host=/run/postgresql',
    'postgresql://user@?host=/run/postgresql',
    address('sslmode=verify-full&connect_timeout=10'),
    address('sslmode=verify-full&sslrootcert=/dev/null&application_name=app&options=-c%20work_mem%3D8MB'),
    address('schema=public'),
    address('sslmode=verify-full&sslrootcert=system'),
    address('sslmode=verify-full&sslnegotiation=direct&port=6432'),
    address('port=&host='),
    'postgres://user:a,b@db/app',
    withPassword('100%'),
    ...['disable', 'no-verify', 'prefer', 'require', 'verify-ca', 'verify-full'].map(mode =>
      address(`sslmode=${mode}`),
    ),
    address('sslmode=require&uselibpqcompat=true'),
    address('target_session_attrs=primary'),
    'postgres://a:5432,b:5433/app?target_session_attrs=read-write',
    'postgres://user:a,b@c,[::1]:5433/app?sslmode=verify-full&sslrootcert=system&connect_timeout=2',
    'postgres://user@%2Frun%2Fone,%2Frun%2Ftwo/app',
  ])('may be %j', value => {
    expect(problemOfAddress(value)).toBeNull()
  })

  it.each([
    ['mysql://db/app', 'must be a postgresql:// address'],
    ['postgres://user:a/b@db/app', 'Percent-encode its user and password'],
    [
      'postgres:///app?host=a,b',
      'names several hosts as a parameter. Write several hosts before the path: postgresql://',
    ],
    [address('target_session_attrs=any'), 'must have one of these as target_session_attrs: read-write, primary'],
    [`postgres://user:${password}@a,b/app?target_session_attrs=prefer-standby`, 'must have one of these as target_'],
    [
      address('load_balance_hosts=random'),
      'has the parameter load_balance_hosts. Every connection leads to the primary',
    ],
    [`postgres://user:${password}@a,,b/app`, 'has a comma without a host before or after it'],
    [`postgres://user:${password}@a,/app`, 'has a comma without a host before or after it'],
    ['postgres://a,b/app?port=5433', 'names several hosts, and one more as a parameter'],
    ['postgres://a,b/app?host=c', 'names several hosts, and one more as a parameter'],
    ['postgres://a,b:0/app', 'must have a port from 1 to 65535'],
    ['postgres://a,b/app?sslmode=allow', 'must have one of these as sslmode: disable, '],
    [address('schema=auth'), 'has the parameter schema. The tables are in the schema public'],
    [address('pgbouncer=true'), 'has the parameter pgbouncer. docs/operations.md says'],
    [address('connection_limit=5'), 'has the parameter connection_limit. The server has its own pool (DATABASE_POOL'],
    [address('ssl=true'), 'has the parameter ssl. Write sslmode=verify-full'],
    [address('conect_timeout=5'), 'has a parameter that is none of: host, '],
    [address('constructor=5'), 'has a parameter that is none of: host, '],
    [address('connect_timeout=0'), 'must have 1 to 60 seconds as connect_timeout'],
    [address('connect_timeout=5s'), 'must have 1 to 60 seconds as connect_timeout'],
    [address('sslmode=allow'), 'must have one of these as sslmode: disable, '],
    [address('sslmode=verify-full&sslmode=disable'), 'has the parameter sslmode more than once'],
    [address('sslrootcert=/nowhere.pem'), 'names a file as sslrootcert that cannot be read'],
    [address('sslrootcert=/'), 'names a file as sslrootcert that cannot be read'],
    [address('sslrootcert=system&sslmode=require'), 'has sslrootcert=system, which needs sslmode=verify-full'],
    [address('sslnegotiation=1'), 'must have postgres or direct as sslnegotiation'],
    [address('sslnegotiation=direct'), 'has sslnegotiation=direct, which needs sslmode=verify-full'],
    [address('sslnegotiation=direct&sslmode=disable'), 'has sslnegotiation=direct, which needs sslmode=verify-full'],
    [address('sslmode=verify-ca&uselibpqcompat=true'), 'has sslmode=verify-ca, which needs sslrootcert'],
    [address('port=0'), 'must have a port from 1 to 65535'],
    [address('port=99999'), 'must have a port from 1 to 65535'],
    ['postgres://db:0/app', 'must have a port from 1 to 65535'],
    [withPassword('caf%E9'), 'cannot be read. Percent-encode its user and password'],
    [address('keepalives=1'), 'has the parameter keepalives, which is none of: host, '],
    [address('channel_binding=require'), 'has the parameter channel_binding. With sslmode=verify-full'],
    ['postgres://db/app#1', 'contains a #'],
    [`postgres://user:${password}@/app?host=a,b`, 'names several hosts'],
    [`postgres://user:${password}@/app#1`, 'contains a #'],
    [`postgres://user:${password}%zz@/app?host=/run`, 'Percent-encode its user and password'],
    [`postgres://user:${password}@:0/app?host=/run`, 'must have a port from 1 to 65535'],
    ['postgres://%zz/app', 'has a host with a stray %'],
  ])('%j is refused', (value, problem) => {
    expect(problemOfAddress(value)).toContain(problem)
    expect(problemOfAddress(value)).not.toMatch(/pa55|conect|nowhere/)
  })

  it('gives us the parameters that pg does not know', () => {
    const given = readAddress(address('sslmode=disable&connect_timeout=7&options=-c%20work_mem%3D8MB&schema=public'))
    expect(given).toEqual({
      connectionStrings: [address('sslmode=disable')],
      options: '-c work_mem=8MB',
      connectTimeoutMs: 7000,
    })
  })

  it('without a host, as Cloud SQL documents it, gives pg the socket, the user and the password', () => {
    const socket = '/cloudsql/project:region:instance'
    const escaped = encodeURIComponent('p@s+s%')
    const given = (value: string) => {
      const { host, port, user, password, database } = new Client(readAddress(value).connectionStrings[0])
      return { host, port, user, password, database }
    }
    expect(given(`postgresql://us%2Ber:${escaped}@:5433/app?host=${socket}&connect_timeout=7`)).toEqual({
      host: socket,
      port: 5433,
      user: 'us+er',
      password: 'p@s+s%',
      database: 'app',
    })
    expect(given(`postgresql://ada:${password}@/app?host=${socket}&user=grace`)).toMatchObject({
      user: 'grace',
      password,
    })
  })

  it('gives no file to pg for the authorities that Node brings', () => {
    const { connectionStrings } = readAddress(address('sslmode=verify-full&sslrootcert=system'))
    expect(connectionStrings).toEqual([address('sslmode=verify-full')])
  })

  it('of several hosts gives pg the address of each, with everything that it says of TLS', () => {
    const several = `postgres://user:a,b@one:5433,two/app?sslmode=verify-full&target_session_attrs=read-write&connect_timeout=2`
    expect(readAddress(several)).toEqual({
      connectionStrings: [
        `${withPassword('a,b').replace('@db', '@one:5433')}?sslmode=verify-full`,
        `${withPassword('a,b').replace('@db', '@two')}?sslmode=verify-full`,
      ],
      options: '',
      connectTimeoutMs: 2000,
    })
  })

  it('without a host leads where PGHOST says', () => {
    vi.stubEnv('PGHOST', 'db.example.com')
    onTestFinished(() => void vi.unstubAllEnvs())
    expect(isOnThisMachine('postgres:///app')).toBe(false)
  })

  it.each([
    ['postgres://localhost/app', true],
    ['postgres://[::1]/app', true],
    ['postgres:///app', true],
    ['postgres:///app?host=/run', true],
    ['postgres://user@/app?host=/run', true],
    ['postgres://user@/app?host=db.example.com', false],
    ['postgres://%2Frun/app', true],
    ['postgres://db.example.com/app', false],
    ['postgres://localhost/app?host=db.example.com', false],
    ['postgres://db.example.com/app?host=', false],
    ['postgres://localhost:5432,localhost:5433/app', true],
    ['postgres://localhost,db.example.com/app', false],
  ])('%j leads to this machine: %j', (value, isLocal) => {
    expect(isOnThisMachine(value)).toBe(isLocal)
  })
})
