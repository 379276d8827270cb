import type { Database } from '@latchkey/database/client'
import type { Clock } from './clock.ts'
import type { Hasher } from './crypto/hasher.ts'
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
  readonly log: Log
  /** Work that runs beside the requests; closing waits for it. */
  readonly background: Background
}

/** Runs work off a request's path, and knows what is still running. */
export interface Background {
  run(what: string, work: () => Promise<unknown>): void
  /** Resolves when nothing runs any more. */
  idle(): Promise<void>
}

/** Work whose failure is logged and otherwise costs nobody anything. */
export function startBackground(log: Log): Background {
  const running = new Set<Promise<unknown>>()
  return {
    run(what, work) {
      const job: Promise<unknown> = work()
        .catch(err => log.warn({ err }, `${what} failed`))
        .finally(() => running.delete(job))
      running.add(job)
    },
    async idle() {
      while (running.size > 0) await Promise.all(running)
    },
  }
}
