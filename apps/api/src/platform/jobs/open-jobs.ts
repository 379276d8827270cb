import { setTimeout } from 'node:timers/promises'
import type { Connections } from '@latchkey/database/client'
import { fromPrisma } from 'pg-boss'
import type { Log } from '../http/log.ts'
import { openBoss } from './boss.ts'
import { findFormerJobs, formerHandlers } from './former-queue.ts'
import type { Handler, Jobs, KeptJob } from './jobs.ts'
import { perform } from './perform.ts'
import { ensureQueues, queueOf } from './queues.ts'
import { startWork, type Work } from './work.ts'

/** Enough for a slow mail server to accept a mail. An interrupted mail may be sent twice. */
const finishWithinMs = 2000
const waitingQueues = "select distinct name from pgboss.job where state < 'active'"
/** Limit for the stop of pg-boss when the database does not answer. */
const stopWithinMs = 2500

/** The job queue of this server. It performs jobs only after `work` is called. */
export function openJobs(connections: Pick<Connections, 'query'>, log: Log): Jobs {
  const boss = openBoss(connections, log)
  const kinds = new Map<string, string>()
  let work: Work | undefined
  let stopped: Promise<unknown> | undefined

  async function ready(handlers: readonly Handler[]): Promise<void> {
    // Otherwise pg-boss would start again.
    if (stopped) return
    await boss.start()
    const missing = handlers.filter(({ kind }) => !kinds.has(queueOf(kind)))
    if (missing.length === 0) return
    await ensureQueues(
      boss,
      missing.map(({ kind }) => queueOf(kind)),
    )
    for (const { kind } of missing) kinds.set(queueOf(kind), kind.name)
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
    async add(db, kind, data) {
      await boss.send(queueOf(kind), kind.data.parse(data), { db: fromPrisma(db) })
      work?.expect(queueOf(kind))
    },
    async find(data) {
      const found: KeptJob[] = await findFormerJobs(boss, data)
      for (const [queue, kind] of kinds)
        for (const job of await boss.findJobs<object>(queue, { data }))
          found.push({ kind, createdAt: job.createdOn, data: job.data })
      return found.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
    },
    async work(handlers) {
      await ready(handlers)
      const former = await formerHandlers(boss, handlers)
      if (!stopped) work = await startWork(boss, [...handlers, ...former], log)
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
