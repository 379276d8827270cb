import type { Connections, Database, Prepared } from '@latchkey/database/client'
import type { Providers } from './auth/identities/providers/providers.ts'
import type { SessionCache } from './auth/sessions/cache/session-cache.ts'
import type { Clock } from './platform/clock.ts'
import type { Hasher } from './platform/crypto/hasher.ts'
import type { Keyring } from './platform/crypto/keys.ts'
import type { Feature } from './platform/feature.ts'
import type { Log } from './platform/http/log.ts'
import type { Jobs } from './platform/jobs/jobs.ts'
import type { Mailer } from './platform/mail/mailer.ts'
import type { Metrics } from './platform/metrics/metrics.ts'
import type { Places } from './platform/places.ts'
import type { Settings } from './platform/settings/settings.ts'
import type { Tracing } from './platform/tracing/tracing.ts'
import type { Turns } from './platform/turns.ts'

/** Everything that a feature may use, passed as an argument: there are no globals. */
export interface Deps {
  readonly settings: Settings
  readonly db: Database
  /** Without Prisma, for the few statements that every sign-in or request runs. */
  readonly prepared: Prepared
  /** The same within a transaction of `db`. Only `changeAccount` uses it. */
  readonly withPrepared: Connections['withPrepared']
  /** Bounds how many connections the changes of one account take, and the attempts that are counted in one row of `limits`. */
  readonly turns: Turns
  readonly clock: Clock
  readonly hasher: Hasher
  /** Signs and verifies everything that a client or a mail holds. */
  readonly keys: Keyring
  /** Finds the session and user of a token; told whenever this server ends or changes a session. */
  readonly sessionCache: SessionCache
  /** Work to do after a transaction commits, such as sending a mail. */
  readonly jobs: Jobs
  readonly mailer: Mailer
  /** Where people may sign in, as the settings say. */
  readonly providers: Providers
  /** Where addresses probably are. Without GEOIP_FILE it knows none. */
  readonly places: Places
  readonly log: Log
  /** Null without METRICS_PORT: then nothing is counted. */
  readonly metrics: Metrics | null
  /** Null without OTEL_EXPORTER_OTLP_ENDPOINT. */
  readonly tracing: Tracing | null
  /** How many connections of `db` and `prepared` are in use. */
  readonly databaseUse: Connections['use']
  /** All features of this server, for work that concerns each of them. */
  readonly features: readonly Feature[]
  /** Whether the tables are migrated and the clock is set. Until then the API answers only health checks. */
  readonly startup: { isDone: boolean }
  /** Whether the server was told to stop. It still answers for a moment, and is not ready. */
  readonly shutdown: { hasBegun: boolean }
}
