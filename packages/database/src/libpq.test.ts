import { expect, it } from 'vitest'
import { libpqEnvironment } from './libpq.ts'

// Apart from the addresses, so that no scanner takes it for a secret.
const password = 'p@ss, 100%'
const escaped = encodeURIComponent(password)

it.each<[url: string, environment: Record<string, string>]>([
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
  // As our own connections verify it.
  ...['prefer', 'require', 'verify-ca', 'verify-full'].map<[string, Record<string, string>]>(mode => [
    `postgresql://db/app?sslmode=${mode}`,
    { PGHOST: 'db', PGDATABASE: 'app', PGSSLMODE: 'verify-full', PGSSLROOTCERT: 'system' },
  ]),
  [
    'postgresql://db/app?sslmode=require&uselibpqcompat=true',
    { PGHOST: 'db', PGDATABASE: 'app', PGSSLMODE: 'require' },
  ],
  ['postgresql://db/app?sslmode=disable', { PGHOST: 'db', PGDATABASE: 'app', PGSSLMODE: 'disable' }],
])('turns an address into the environment of libpq: %s', async (url, environment) => {
  expect(await libpqEnvironment(url)).toEqual(environment)
})
