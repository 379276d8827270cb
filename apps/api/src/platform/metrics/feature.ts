import type { Deps } from '../../deps.ts'
import type { Feature } from '../feature.ts'
import { counter, reading } from './measure.ts'

export const hashingRefused = counter(
  'latchkey_hashing_refused_total',
  'Requests that got 503 because the queue of password hashing was full.',
)

/** What a server measures of itself. */
export const metrics: Feature = {
  name: 'metrics',
  measures: ({ hasher, databaseUse }: Deps) => [
    hashingRefused,
    reading('latchkey_hashing_running', 'Passwords that are hashed now.', () => hasher.load().running),
    reading('latchkey_hashing_waiting', 'Requests that wait to hash a password.', () => hasher.load().waiting),
    reading(
      'latchkey_database_connections',
      'Connections of requests to the database: open ones and, of these, idle ones.',
      () => {
        const { open, idle } = databaseUse()
        return [
          { labels: { state: 'open' }, value: open },
          { labels: { state: 'idle' }, value: idle },
        ]
      },
      { state: ['open', 'idle'] },
    ),
    reading(
      'latchkey_database_waiting',
      'Queries that wait for a free connection to the database.',
      () => databaseUse().waiting,
    ),
  ],
}
