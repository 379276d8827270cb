import type { Database } from '@latchkey/database/client'
import type { Clock } from './clock.ts'
import type { Hasher } from './crypto/hasher.ts'
import type { LiveSessions } from './live-sessions/live-sessions.ts'
import type { Log } from './log.ts'
import type { Settings } from './settings.ts'

/** Everything that a feature may use, passed to it; there is nothing else to reach for. */
export interface Deps {
  readonly settings: Settings
  readonly db: Database
  readonly clock: Clock
  readonly hasher: Hasher
  /** Signs and verifies session tokens; the first signs. */
  readonly tokenKeys: readonly Buffer[]
  /** Which tokens speak for whom; told whenever this server ends or changes a session. */
  readonly liveSessions: LiveSessions
  readonly log: Log
  /** Whether the database has its tables and the clock its time; until then nothing but health is answered. */
  readonly startup: { isDone: boolean }
}
