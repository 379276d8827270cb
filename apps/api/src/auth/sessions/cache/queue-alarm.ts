import type { Log } from '../../../platform/http/log.ts'

/** A queue that is read by all its listeners stays near 0. */
const alarmFrom = 0.1
const repeatAfterMs = 60_000

/** Logs an alarm while Postgres' queue of notifications fills up: at once, then every minute. */
export function queueAlarm(log: Log, now = () => performance.now()): (usage: number) => void {
  let alarmedAt: number | undefined
  return usage => {
    if (usage < alarmFrom) {
      if (alarmedAt !== undefined)
        log.info({ event: 'notify_queue_emptied' }, 'the queue of notifications is empty again')
      alarmedAt = undefined
    } else if (alarmedAt === undefined || now() - alarmedAt >= repeatAfterMs) {
      alarmedAt = now()
      log.error(
        { event: 'notify_queue_fills', usage },
        'the queue of notifications fills up: end the connection that listens and does not read (docs/operations.md)',
      )
    }
  }
}
