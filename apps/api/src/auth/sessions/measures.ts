import type { Deps } from '../../deps.ts'
import { counter, level, type Measure, reading } from '../../platform/metrics/measure.ts'

export const sessionLookups = counter(
  'latchkey_session_lookups_total',
  'Requests behind the guard, by whether memory knew their session.',
  { result: ['hit', 'miss'] },
)

export const eventStreams = level('latchkey_event_streams', 'Open event streams.')

/** What is measured of the session cache. */
export const measures = ({ sessionCache }: Deps): readonly Measure[] => [
  sessionLookups,
  eventStreams,
  reading('latchkey_session_cache_entries', 'Sessions in memory.', () => sessionCache.state().entries),
  reading(
    'latchkey_session_lease_age_seconds',
    'Since the right to answer from memory was last renewed. Above 1 every request asks the database.',
    () => sessionCache.state().renewedMs / 1000,
  ),
  reading(
    'latchkey_database_heartbeat_age_seconds',
    'Since the last heartbeat that the database answered.',
    () => sessionCache.state().heardMs / 1000,
  ),
]
