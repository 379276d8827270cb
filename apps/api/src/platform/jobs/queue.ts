import type { Connections, Database, Transaction } from '@latchkey/database/client'
import { isOutage } from '@latchkey/database/errors'
import { fromPrisma, PgBoss } from 'pg-boss'
import type { Log } from '../http/log.ts'
import type { KeptJob } from './jobs.ts'

const queue = 'outbox'
/** How often lapsed and old jobs are looked for, by one server of all. */
export const tendEverySeconds = 15
const hourSeconds = 3600

/**
 * Tries for three days: first after some seconds, in the end every quarter of an hour. A job whose server was killed is taken
 * up again when it lapses, within a minute. What is done, or given up, is deleted a day later.
 */
const rules = {
  retryLimit: 300,
  retryDelay: 4,
  retryBackoff: true,
  retryDelayMax: 900,
  expireInSeconds: 35,
  deleteAfterSeconds: 24 * hourSeconds,
}

export interface Job {
  readonly id: string
  readonly retryCount: number
  readonly data: { readonly name: string; readonly data: unknown }
}

/** The jobs in Postgres, as pg-boss keeps them; its clock is the database's, not ours. */
export type Queue = ReturnType<typeof openQueue>

export function openQueue({ query }: Pick<Connections, 'query'>, log: Log) {
  const boss = new PgBoss({
    db: { executeSql: query },
    // The tables are a migration's, and we say when lapsed jobs are looked for: an outage is noticed, and told, in one place.
    ...{
      migrate: false,
      supervise: false,
      schedule: false,
      registerInstance: false,
      monitorVacuum: false,
      reindex: false,
    },
    // Shorter than we ask, so that a question a moment early is not put off to the next.
    ...{ monitorIntervalSeconds: tendEverySeconds - 5, maintenanceIntervalSeconds: hourSeconds },
  })
  boss.on('error', err => {
    if (!isOutage(err)) log.error(factsOf(err), 'the outbox failed')
  })
  let opened: Promise<void> | undefined

  /** Once; after a failure, when it is next needed. */
  function ready(): Promise<void> {
    opened ??= open().catch(error => {
      opened = undefined
      throw error
    })
    return opened
  }
  async function open(): Promise<void> {
    await boss.start()
    await boss.createQueue(queue, rules)
    // It may be there from a version with other rules.
    await boss.updateQueue(queue, rules)
  }

  return {
    ready,
    async add(db: Transaction | Database, name: string, data: object): Promise<void> {
      await ready()
      await boss.send(queue, { name, data }, { db: fromPrisma(db) })
    },
    /** The jobs, done ones too while they are kept, whose data holds this. */
    async find(data: object): Promise<readonly KeptJob[]> {
      await ready()
      const found = await boss.findJobs<Job['data']>(queue, { data: { data } })
      return found.map(job => ({ kind: job.data.name, createdAt: job.createdOn, data: job.data.data as object }))
    },
    /** Adds a job unless somebody has added one like it in this span of time. */
    async addOnceIn(seconds: number, name: string): Promise<void> {
      await ready()
      await boss.send(queue, { name, data: {} }, { singletonKey: name, singletonSeconds: seconds, priority: -1 })
    },
    /** Takes up to `count` jobs, which nobody else gets until they lapse. */
    async take(count: number, { early = false } = {}): Promise<readonly Job[]> {
      await ready()
      return boss.fetch<Job['data']>(queue, { batchSize: count, ignoreStartAfter: early })
    },
    async complete({ id, retryCount }: Job): Promise<void> {
      await boss.complete(queue, { id, retryCount })
    },
    /** Puts a job back for a later try, or gives it up when it has had its last; `why` is kept with it. */
    async fail({ id, retryCount }: Job, why: object): Promise<void> {
      await boss.fail(queue, { id, retryCount }, why)
    },
    isLastTry: ({ retryCount }: Job) => retryCount >= rules.retryLimit,
    /** Puts back what lapsed and deletes what is old. */
    async tend(): Promise<void> {
      await ready()
      await boss.supervise(queue)
    },
    async close(): Promise<void> {
      if (opened) await boss.stop({ graceful: false })
    },
  }
}

/** What may be told of an error: not its message, for a mail server's answer and a query hold addresses. */
export function factsOf(error: unknown): { error: string; code: string } {
  const { name, code } = (error ?? {}) as { name?: unknown; code?: unknown }
  return { error: String(name ?? typeof error), code: typeof code === 'string' ? code : '' }
}
