import { outageOf } from '@latchkey/database/errors'
import type { Log } from '../../../platform/http/log.ts'

/** Warns that the announcements cannot be heard, once for each reason: each attempt fails in one of few ways. */
export function deafnessAlarm(log: Log) {
  const reported = new Set<string>()
  return {
    report(error: unknown): void {
      const reason = outageOf(error)?.reason ?? 'the connection may not listen there'
      if (!reported.has(reason))
        log.warn(
          { event: 'not_listening', err: error },
          `ends of sessions cannot be heard, so every request asks the database: ${reason}. Look at DATABASE_DIRECT_URL`,
        )
      reported.add(reason)
    },
    /** They are heard again. */
    clear: () => reported.clear(),
  }
}
