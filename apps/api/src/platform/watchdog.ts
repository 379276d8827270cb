import { isOutage } from '@latchkey/database/errors'
import type { Log } from './http/log.ts'

/** Something that must not fail in silence. `look` raises its alarm in the log. */
export interface Watch {
  readonly name: string
  look(): Promise<void>
}

const lookEveryMs = 60_000

/**
 * Looks at each of these every minute, on every server. It is no job: a queue that stands still, or that one person has filled, must
 * not keep the alarm about that from being raised.
 */
export function openWatchdog(log: Log): { start(watches: readonly Watch[]): void; stop(): void } {
  const timers: NodeJS.Timeout[] = []
  return {
    start(watches) {
      for (const watch of watches) {
        const look = lookOf(watch, log)
        timers.push(setInterval(() => void look(), lookEveryMs).unref())
      }
    },
    stop() {
      for (const timer of timers) clearInterval(timer)
    },
  }
}

/** Looks once, unless the last look is still under way. Logs only the first failure of several. */
function lookOf({ name, look }: Watch, log: Log): () => Promise<void> {
  let isLooking = false
  let hasFailed = false
  return async () => {
    if (isLooking) return
    isLooking = true
    try {
      await look()
      hasFailed = false
    } catch (err) {
      const level = isOutage(err) ? 'warn' : 'error'
      if (!hasFailed) log[level]({ event: 'watch_failed', watch: name, err }, 'the watchdog could not look')
      hasFailed = true
    }
    isLooking = false
  }
}
