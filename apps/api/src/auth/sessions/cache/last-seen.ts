import type { Connections } from '@latchkey/database/client'
import type { Log } from '../../../platform/http/log.ts'
import { writeLastSeen } from './store.ts'

/** How long times are collected before they are written together. */
const gatherMs = 1000

export interface LastSeen {
  note(sessionId: string, at: Date): void
  /** The time that waits to be written, or is being written. */
  waiting(sessionId: string): Date | undefined
  /** The row of a session, with its last-seen time if that is not yet written. */
  applyTo<Row extends { id: string; lastSeenAt: Date }>(row: Row | null): Row | null
  /** Writes the collected times. After a failure they are kept for the next write. */
  flush(): Promise<void>
}

/** Writes when sessions were last seen, in batches that no request waits for. */
export function gatherLastSeen(connections: Connections, log: Log): LastSeen {
  let waiting = new Map<string, Date>()
  let underWay: ReadonlyMap<string, Date> = new Map()
  let timer: NodeJS.Timeout | undefined

  function schedule(): void {
    timer ??= setTimeout(() => void flush(), gatherMs).unref()
  }

  async function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    if (waiting.size === 0) return
    const batch = waiting
    underWay = batch
    waiting = new Map()
    try {
      await writeLastSeen(connections, batch)
    } catch (err) {
      log.warn({ err }, 'writing when sessions were last seen failed')
      waiting = new Map([...batch, ...waiting])
      schedule()
    } finally {
      if (underWay === batch) underWay = new Map()
    }
  }

  const timeOf = (sessionId: string) => waiting.get(sessionId) ?? underWay.get(sessionId)

  return {
    note(sessionId, at) {
      waiting.set(sessionId, at)
      schedule()
    },
    waiting: timeOf,
    applyTo(row) {
      const noted = row && timeOf(row.id)
      return noted && noted > row.lastSeenAt ? { ...row, lastSeenAt: noted } : row
    },
    flush,
  }
}
