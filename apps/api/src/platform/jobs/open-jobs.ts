import { setTimeout } from 'node:timers/promises'
import type { Connections } from '@latchkey/database/client'
import { fromPrisma } from 'pg-boss'
import type { Log } from '../http/log.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { openBoss } from './boss.ts'
import { formerHandlers, unwrapFormer } from './former-queue.ts'
import type { Handler, Jobs, KeptJob } from './jobs.ts'
import { findWaiting, type KnownQueue, lateJobs } from './late.ts'
import { jobOutcomes } from './measures.ts'
import { perform, type Tools } from './perform.ts'
import { ensureQueues, queueOf } from './queues.ts'
import { openShares } from './shares.ts'
import { startWork, type Work } from './work.ts'

/** Enough for a slow mail server to accept a mail. An interrupted mail may be sent twice. */
const finishWithinMs = 2000
/** One query for all queues, with a limit: one person may have very many jobs. Former jobs hold their data one level deeper. */
const findJobs = `
  select name as kind, created_on as "createdAt", data from pgboss.job
  where data @> any($1::jsonb[]) or data -> 'data' @> any($1::jsonb[]) order by created_on desc limit $2`
const waitingQueues = "select distinct name from pgboss.job where state < 'active'"
/** Limit for the stop of pg-boss when the database does not answer. */
const stopWithinMs = 2500

/** The job queue of this server. It performs jobs only after `work` is called. */
export function openJobs(connections: Pick<Connections, 'query'>, log: Log, metrics: Metrics | null = null): Jobs {
  const boss = openBoss(connections, log)
  const shares = openShares()
  const findLate = lateJobs(connections)
  const known = new Map<string, KnownQueue>()
  let work: Work | undefined
  let stopped: Promise<unknown> | undefined

  async function ready(handlers: readonly Handler[]): Promise<void> {
    // Otherwise pg-boss would start again.
    if (stopped) return
    await boss.start()
    const missing = handlers.filter(({ kind }) => !known.has(queueOf(kind)))
    if (missing.length === 0) return
    await ensureQueues(
      boss,
      missing.map(({ kind }) => queueOf(kind)),
    )
    for (const { kind, everySeconds } of missing)
      known.set(queueOf(kind), { queue: queueOf(kind), kind: kind.name, everySeconds })
  }

  async function runOne(handler: Handler): Promise<boolean> {
    const queue = queueOf(handler.kind)
    const [job] = await boss.fetch<object>(queue, { ignoreStartAfter: true })
    if (!job) return false
    await perform(handler, job).catch(async error => {
      await boss.fail(queue, job, {})
      throw error
    })
    await boss.complete(queue, job)
    return true
  }

  return {
    ready,
    async add(db, kind, data, { afterSeconds = 0 } = {}) {
      const queue = queueOf(kind)
      const parsed = kind.data.parse(data)
      const priority = shares.priorityOf(queue, kind.sharedBy?.(parsed) ?? [])
      const later = afterSeconds > 0 ? { startAfter: afterSeconds } : {}
      await boss.send(queue, parsed, { db: fromPrisma(db), priority, ...later })
      if (afterSeconds === 0) work?.expect(queue)
    },
    async find(any, most) {
      const { rows } = await connections.query(findJobs, [any.map(each => JSON.stringify(each)), most])
      const found = (rows as KeptJob[]).reverse()
      return found.map(job => unwrapFormer({ ...job, kind: known.get(job.kind)?.kind ?? job.kind }))
    },
    findWaiting: () => findWaiting(connections, [...known.values()]),
    findLate: lateAfterSeconds => findLate([...known.values()], lateAfterSeconds),
    async work(handlers) {
      await ready(handlers)
      const former = await formerHandlers(boss, handlers)
      const outcomes = jobOutcomes(handlers.map(({ kind }) => kind.name))
      const count: Tools['count'] = (kind, outcome) => metrics?.count(outcomes, { kind, outcome })
      if (!stopped) work = await startWork(boss, [...handlers, ...former], { log, count, query: connections.query })
    },
    async runAll(handlers) {
      await ready(handlers)
      for (let isDone = false; !isDone; ) {
        isDone = true
        // One query instead of one per queue.
        const { rows } = await connections.query(waitingQueues)
        const waiting = new Set((rows as { name: string }[]).map(({ name }) => name))
        for (const handler of handlers)
          if (waiting.has(queueOf(handler.kind))) while (await runOne(handler)) isDone = false
      }
    },
    async stop() {
      work?.stop()
      stopped ??= Promise.race([
        boss.stop({ timeout: finishWithinMs }),
        setTimeout(stopWithinMs, undefined, { ref: false }),
      ])
      await stopped
    },
  }
}
