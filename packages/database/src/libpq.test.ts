import { expect, it } from 'vitest'
import { libpqEnvironment } from './libpq.ts'

it.each([
  [
    'postgresql://ada:p%40ss%2Cword@db.example.com:5433/app?sslmode=verify-full&sslrootcert=/etc/ca.pem&connect_timeout=10',
    {
      ...{ PGHOST: 'db.example.com', PGPORT: '5433', PGUSER: 'ada', PGPASSWORD: 'p@ss,word', PGDATABASE: 'app' },
      ...{ PGSSLMODE: 'verify-full', PGSSLROOTCERT: '/etc/ca.pem', PGCONNECT_TIMEOUT: '10' },
    },
  ],
  ['postgresql://ada@/app?host=/run/pg', { PGHOST: '/run/pg', PGUSER: 'ada', PGDATABASE: 'app' }],
  [
    'postgresql://ada:100%25@[::1]/app?sslmode=no-verify',
    { PGHOST: '::1', PGUSER: 'ada', PGPASSWORD: '100%', PGDATABASE: 'app', PGSSLMODE: 'require' },
  ],
  ['postgresql:///?user=a%25b&host=%2Frun', { PGHOST: '/run', PGUSER: 'a%b' }],
])('turns an address into the environment of libpq: %s', (url, environment) => {
  expect(libpqEnvironment(url)).toEqual(environment)
})
