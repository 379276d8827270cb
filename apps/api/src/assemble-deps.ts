import type { Connections } from '@latchkey/database/client'
import { openAccountTurns } from './auth/account/turns.ts'
import { openSessionCache } from './auth/sessions/cache/session-cache.ts'
import type { Deps } from './deps.ts'
import { features } from './features.ts'
import { deriveKeyring } from './platform/crypto/keys.ts'
import { openJobs } from './platform/jobs/open-jobs.ts'
import { noPlaces, type Places } from './platform/places.ts'

type Parts = Pick<Deps, 'settings' | 'clock' | 'hasher' | 'log' | 'mailer'> & {
  readonly connections: Connections
  /** What the job queue asks by. */
  readonly jobConnections: Pick<Connections, 'query'>
  /** The values of APP_SECRET. */
  readonly secrets: readonly string[]
  readonly places?: Places | undefined
  /** Multiplies how long a request waits for its turn at an account. */
  readonly patience?: number | undefined
}

/** Builds the dependencies of a server from what differs between a real one and a test's. */
export function assembleDeps({
  settings,
  connections,
  jobConnections,
  secrets,
  places = noPlaces,
  patience,
  ...given
}: Parts): Deps {
  const { clock, hasher, log, mailer } = given
  const keys = deriveKeyring(secrets)
  return {
    ...{ settings, clock, hasher, log, mailer, keys, places, features },
    db: connections.db,
    prepared: connections.prepared,
    accountTurns: openAccountTurns(settings.databasePool, patience),
    sessionCache: openSessionCache({ settings, connections, tokenKeys: keys('session token'), clock, log }),
    jobs: openJobs(jobConnections, log),
    startup: { isDone: false },
    shutdown: { hasBegun: false },
  }
}
