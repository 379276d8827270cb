import { describe, expect, it } from 'vitest'
import { isOnThisMachine, problemOfAddress, readAddress } from './address.ts'

const password = 'pa55'
const address = (parameters: string) => `postgresql://user:${password}@db.example.com/app?${parameters}`

describe('an address', () => {
  it.each([
    'postgres://localhost/app',
    'postgresql:///app?host=/run/postgresql',
    'postgresql://%2Frun%2Fpostgresql/app',
    address('sslmode=verify-full&connect_timeout=10'),
    address('sslmode=verify-full&sslrootcert=/dev/null&application_name=app&options=-c%20work_mem%3D8MB'),
    address('schema=public'),
  ])('may be %j', value => {
    expect(problemOfAddress(value)).toBeNull()
  })

  it.each([
    ['mysql://db/app', 'must be a postgresql:// address'],
    ['postgres://user:a/b@db/app', 'Percent-encode its user and password'],
    ['postgres://a:5432,b:5432/app', 'names several hosts. The server connects to one database server'],
    [`postgres://user:${password}@a,b/app?target_session_attrs=read-write`, 'names several hosts'],
    ['postgres:///app?host=a,b', 'names several hosts'],
    [address('target_session_attrs=read-write'), 'has the parameter target_session_attrs. The server connects to one'],
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
    ['postgres://db/app#1', 'contains a #'],
    ['postgres://%zz/app', 'has a host with a stray %'],
  ])('%j is refused', (value, problem) => {
    expect(problemOfAddress(value)).toContain(problem)
    expect(problemOfAddress(value)).not.toMatch(/pa55|conect|nowhere/)
  })

  it('gives us the parameters that pg does not know', () => {
    const given = readAddress(address('sslmode=disable&connect_timeout=7&options=-c%20work_mem%3D8MB&schema=public'))
    expect(given).toEqual({
      connectionString: address('sslmode=disable'),
      options: '-c work_mem=8MB',
      connectTimeoutMs: 7000,
    })
  })

  it.each([
    ['postgres://localhost/app', true],
    ['postgres://[::1]/app', true],
    ['postgres:///app', true],
    ['postgres:///app?host=/run', true],
    ['postgres://%2Frun/app', true],
    ['postgres://db.example.com/app', false],
    ['postgres://localhost/app?host=db.example.com', false],
  ])('%j leads to this machine: %j', (value, isLocal) => {
    expect(isOnThisMachine(value)).toBe(isLocal)
  })
})
