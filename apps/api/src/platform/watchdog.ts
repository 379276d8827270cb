import { outageOf } from '@latchkey/database/errors'
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

/**
 * Looks once. A failed look is an alarm, and so is one that is still under way a minute later: what it watches may be wrong too. Of an
 * outage, which is logged elsewhere, only the first failure is logged.
 */
function lookOf({ name, look }: Watch, log: Log): () => Promise<void> {
  let isLooking = false
  let isAway = false
  return async () => {
    if (isLooking)
      return void log.error({ event: 'watch_failed', watch: name }, 'the watchdog still waits for its last look')
    isLooking = true
    try {
      await look()
      isAway = false
    } catch (err) {
      const outage = outageOf(err)
      const isAwayNow = outage !== null && !outage.isOfOneStatement
      if (!isAwayNow) log.error({ event: 'watch_failed', watch: name, err }, 'the watchdog could not look')
      else if (!isAway) log.warn({ event: 'watch_failed', watch: name, err }, 'the watchdog could not look')
      isAway = isAwayNow
    }
    isLooking = false
  }
}
