import { setTimeout } from 'node:timers/promises'
import type { Connections } from '@latchkey/database/client'
import { fromPrisma } from 'pg-boss'
import type { Log } from '../http/log.ts'
import { openBoss } from './boss.ts'
import { formerHandlers } from './former-queue.ts'
import type { Handler, Jobs, KeptJob } from './jobs.ts'
import { perform } from './perform.ts'
import { ensureQueues, queueOf } from './queues.ts'
import { startWork, type Work } from './work.ts'

/** A slow mail server takes a mail in this time. A mail that is cut off may be sent twice. */
const finishWithinMs = 2000
const waitingQueues = "select distinct name from pgboss.job where state < 'active'"
/** For pg-boss to stop while the database does not answer. */
const stopWithinMs = 2500

/** The jobs of this server. It only adds them until it is told to work. */
export function openJobs(connections: Pick<Connections, 'query'>, log: Log): Jobs {
  const boss = openBoss(connections, log)
  const kinds = new Map<string, string>()
  let work: Work | undefined
  let stopped: Promise<unknown> | undefined

  async function ready(handlers: readonly Handler[]): Promise<void> {
    // pg-boss would start anew.
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
      const found: KeptJob[] = []
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
        // One question in place of one for each queue.
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
