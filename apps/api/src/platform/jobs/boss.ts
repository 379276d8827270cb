import type { Connections } from '@latchkey/database/client'
import { isOutage } from '@latchkey/database/errors'
import { PgBoss } from 'pg-boss'
import type { Log } from '../http/log.ts'

const superviseIntervalSeconds = 15
const hourSeconds = 3600
const daySeconds = 24 * hourSeconds

/** pg-boss on our connections. It counts time by the database's clock, not by ours. */
export function openBoss({ query }: Pick<Connections, 'query'>, log: Log): PgBoss {
  let failedAt: number | undefined

  /** Tells a failure when it begins. Everything is simply tried again, by several workers, so most failures repeat. */
  function tell(error: unknown): void {
    if (failedAt !== undefined) return
    failedAt = performance.now()
    if (isOutage(error)) log.warn(factsOf(error), 'jobs wait for the database')
    else log.error(factsOf(error), 'jobs failed')
  }

  async function executeSql(text: string, values?: unknown[]) {
    const askedAt = performance.now()
    try {
      const result = await query(text, values)
      // An answer that was on its way when something failed says nothing of the time since.
      if (failedAt !== undefined && askedAt > failedAt) failedAt = undefined
      return result
    } catch (error) {
      tell(error)
      throw error
    }
  }

  const boss = new PgBoss({
    db: { executeSql },
    // A migration of ours makes the tables, and what recurs needs no cron (ADR 020).
    ...{ migrate: false, schedule: false, registerInstance: false, monitorVacuum: false, reindex: false },
    // Of all servers one does this: it puts back jobs whose server was killed, and deletes old ones.
    ...{ superviseIntervalSeconds, monitorIntervalSeconds: superviseIntervalSeconds },
    ...{ maintenanceIntervalSeconds: hourSeconds, flowIntervalSeconds: daySeconds },
  })
  boss.on('error', tell)
  return boss
}

/** The parts of an error that may be logged and kept. Its message may hold addresses. */
export function factsOf(error: unknown): { error: string; code: string } {
  const { name, code } = (error ?? {}) as { name?: unknown; code?: unknown }
  return { error: String(name ?? typeof error), code: typeof code === 'string' ? code : '' }
}
