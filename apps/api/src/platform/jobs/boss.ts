import type { Connections } from '@latchkey/database/client'
import { outageOf } from '@latchkey/database/errors'
import { PgBoss } from 'pg-boss'
import type { Log } from '../http/log.ts'

const superviseIntervalSeconds = 15
const hourSeconds = 3600
const daySeconds = 24 * hourSeconds

/** pg-boss on our own connections. It uses the database's clock, not ours. */
export function openBoss({ query }: Pick<Connections, 'query'>, log: Log): PgBoss {
  let sent = 0
  /** How many queries had been sent when the outage began. */
  let sentAtFailure: number | undefined

  /** Logs only the start of an outage: several workers retry everything, so most failures repeat. */
  function logFirstFailure(error: unknown): void {
    if (sentAtFailure !== undefined) return
    sentAtFailure = sent
    const outage = outageOf(error)
    if (outage) log.warn({ ...factsOf(error), reason: outage.reason }, 'jobs wait for the database')
    else log.error(factsOf(error), 'jobs failed')
  }

  async function executeSql(text: string, values?: unknown[]) {
    const number = ++sent
    try {
      const result = await query(text, values)
      // A query that was sent before the failure does not prove that the database is back.
      if (sentAtFailure !== undefined && number > sentAtFailure) sentAtFailure = undefined
      return result
    } catch (error) {
      logFirstFailure(error)
      throw error
    }
  }

  const boss = new PgBoss({
    db: { executeSql },
    // Our own migration creates the tables, and recurring jobs need no cron (ADR 020).
    ...{ migrate: false, schedule: false, registerInstance: false, monitorVacuum: false, reindex: false },
    // One of the servers does this: it requeues the jobs of killed servers and deletes old ones.
    ...{ superviseIntervalSeconds, monitorIntervalSeconds: superviseIntervalSeconds },
    ...{ maintenanceIntervalSeconds: hourSeconds, flowIntervalSeconds: daySeconds },
  })
  boss.on('error', logFirstFailure)
  return boss
}

/** The parts of an error that may be logged and stored. Its message may contain addresses. */
export function factsOf(error: unknown): { error: string; code: string } {
  const { name, code } = (error ?? {}) as { name?: unknown; code?: unknown }
  return { error: String(name ?? typeof error), code: typeof code === 'string' ? code : '' }
}
