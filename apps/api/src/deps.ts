import type { Connections, Database } from '@latchkey/database/client'
import type { AccountTurns } from './auth/account/turns.ts'
import type { SessionCache } from './auth/sessions/cache/session-cache.ts'
import type { Clock } from './platform/clock.ts'
import type { Hasher } from './platform/crypto/hasher.ts'
import type { Keyring } from './platform/crypto/keys.ts'
import type { Feature } from './platform/feature.ts'
import type { Log } from './platform/http/log.ts'
import type { Jobs } from './platform/jobs/jobs.ts'
import type { Mailer } from './platform/mail/mailer.ts'
import type { Places } from './platform/places.ts'
import type { Settings } from './platform/settings/settings.ts'

/** Everything that a feature may use, passed as an argument: there are no globals. */
export interface Deps {
  readonly settings: Settings
  readonly db: Database
  /** Without Prisma, for the few statements that every sign-in or request runs. */
  readonly prepared: Connections['prepared']
  /** Bounds how many connections the changes of one account take. Only `changeAccount` uses it. */
  readonly accountTurns: AccountTurns
  readonly clock: Clock
  readonly hasher: Hasher
  /** Signs and verifies everything that a client or a mail holds. */
  readonly keys: Keyring
  /** Finds the session and user of a token; told whenever this server ends or changes a session. */
  readonly sessionCache: SessionCache
  /** Work to do after a transaction commits, such as sending a mail. */
  readonly jobs: Jobs
  readonly mailer: Mailer
  /** Where addresses probably are. Without GEOIP_FILE it knows none. */
  readonly places: Places
  readonly log: Log
  /** All features of this server, for work that concerns each of them. */
  readonly features: readonly Feature[]
  /** Whether the tables are migrated and the clock is set. Until then the API answers only health checks. */
  readonly startup: { isDone: boolean }
  /** Whether the server was told to stop. It still answers for a moment, and is not ready. */
  readonly shutdown: { hasBegun: boolean }
}
