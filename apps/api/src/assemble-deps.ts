import type { Connections } from '@latchkey/database/client'
import { openProviders } from './auth/identities/providers/providers.ts'
import { openSessionCache } from './auth/sessions/cache/session-cache.ts'
import type { Deps } from './deps.ts'
import { features } from './features.ts'
import { deriveKeyring } from './platform/crypto/keys.ts'
import { openJobs } from './platform/jobs/open-jobs.ts'
import type { Metrics } from './platform/metrics/metrics.ts'
import { noPlaces, type Places } from './platform/places.ts'
import type { Tracing } from './platform/tracing/tracing.ts'
import { openTurns } from './platform/turns.ts'

type Parts = Pick<Deps, 'settings' | 'clock' | 'hasher' | 'log' | 'mailer'> & {
  readonly connections: Connections
  /** What the job queue asks by. */
  readonly jobConnections: Pick<Connections, 'query'>
  /** The values of APP_SECRET. */
  readonly secrets: readonly string[]
  readonly places?: Places | undefined
  readonly metrics?: Metrics | null
  readonly tracing?: Tracing | null
  /** Multiplies how long a request waits for its turn at an account or a count. */
  readonly patience?: number | undefined
}

/** Builds the dependencies of a server from what differs between a real one and a test's. */
export function assembleDeps({
  settings,
  connections,
  jobConnections,
  secrets,
  places = noPlaces,
  metrics = null,
  tracing = null,
  patience,
  ...given
}: Parts): Deps {
  const { clock, hasher, log, mailer } = given
  const keys = deriveKeyring(secrets)
  return {
    ...{ settings, clock, hasher, log, mailer, keys, places, features, metrics, tracing },
    db: connections.db,
    prepared: connections.prepared,
    databaseUse: connections.use,
    withPrepared: connections.withPrepared,
    turns: openTurns(settings.databasePool, patience),
    sessionCache: openSessionCache({ settings, connections, tokenKeys: keys('session token'), clock, log }),
    jobs: openJobs(jobConnections, log, metrics),
    providers: openProviders(settings, { clock, log }),
    startup: { isDone: false },
    shutdown: { hasBegun: false },
  }
}
