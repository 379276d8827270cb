import type { Connections, Database } from '@latchkey/database/client'
import type { SessionCache } from './auth/sessions/cache/session-cache.ts'
import type { Clock } from './platform/clock.ts'
import type { Hasher } from './platform/crypto/hasher.ts'
import type { Keyring } from './platform/crypto/keys.ts'
import type { Feature } from './platform/feature.ts'
import type { Log } from './platform/http/log.ts'
import type { Jobs } from './platform/jobs/jobs.ts'
import type { Mailer } from './platform/mail/mailer.ts'
import type { Settings } from './platform/settings/settings.ts'

/** Everything that a feature may use, passed to it; there is nothing else to reach for. */
export interface Deps {
  readonly settings: Settings
  readonly db: Database
  /** Past Prisma, for the few statements that every sign-in or request runs. */
  readonly prepared: Connections['prepared']
  readonly clock: Clock
  readonly hasher: Hasher
  /** Signs and verifies whatever a client or a mail holds. */
  readonly keys: Keyring
  /** Which tokens speak for whom; told whenever this server ends or changes a session. */
  readonly sessionCache: SessionCache
  /** What is to be done once a transaction is committed, such as sending a mail. */
  readonly jobs: Jobs
  readonly mailer: Mailer
  readonly log: Log
  /** All features of this server, for what concerns each of them. */
  readonly features: readonly Feature[]
  /** Whether the database has its tables and the clock its time; until then nothing but health is answered. */
  readonly startup: { isDone: boolean }
}
