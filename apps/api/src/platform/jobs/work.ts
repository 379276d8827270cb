import type { PgBoss } from 'pg-boss'
import type { Handler } from './jobs.ts'
import { performAndReport, type Tools } from './perform.ts'
import { queueOf } from './queues.ts'
import { lowestShare, retryPriority } from './shares.ts'

/** If one job is slow, the second worker continues with others of its kind. */
const workersOfKind = 2
/** Failed jobs have a third worker. If each of them fails again slowly, new ones do not wait for them. */
const retryPollingIntervalSeconds = 4
/** For jobs that other servers added, and for retries. The workers look at once for jobs that this server added. */
const pollingIntervalSeconds = 2
/** The server that adds a recurring job performs it at once. The others only look for failed ones. */
const recurringPollingIntervalSeconds = 30
const addRecurringEveryMs = 15_000
/** pg-boss does not learn when the transaction that adds a job commits, so we look several times. */
const lastLookMs = 300
const lookAfterMs = [15, 35, 75, 150, lastLookMs]

export interface Work {
  /** Looks for a job in this queue whose transaction is about to commit. */
  expect(queue: string): void
  /** Stops adding recurring jobs. `boss.stop` stops the workers. */
  stop(): void
}

/** Starts pg-boss workers for each handler. */
export async function startWork(boss: PgBoss, handlers: readonly Handler[], tools: Tools): Promise<Work> {
  for (const handler of handlers) await workOn(boss, handler, tools)
  // Without this call, the jobs of a crashed server wait for the first interval. `openBoss` logs failures in the background.
  void boss.supervise().catch(() => {})
  const addAllRecurring = () => void addRecurring(boss, handlers).catch(() => {})
  addAllRecurring()
  const timer = setInterval(addAllRecurring, addRecurringEveryMs)

  const looks = new Map<string, NodeJS.Timeout>()
  return {
    expect(queue) {
      for (const ms of lookAfterMs) {
        const look = `${queue} ${ms}`
        // Looks that are pending serve this job too. Only the last one moves, so that there is one after the last job.
        if (looks.has(look) && ms !== lastLookMs) continue
        clearTimeout(looks.get(look))
        const timer = setTimeout(() => {
          looks.delete(look)
          wakeIdle(boss, queue)
        }, ms)
        looks.set(look, timer.unref())
      }
    },
    stop: () => clearInterval(timer),
  }
}

async function workOn(boss: PgBoss, handler: Handler, tools: Tools): Promise<void> {
  const queue = queueOf(handler.kind)
  const lanes =
    handler.everySeconds === undefined
      ? [
          { localConcurrency: workersOfKind, pollingIntervalSeconds, minPriority: lowestShare },
          { pollingIntervalSeconds: retryPollingIntervalSeconds, maxPriority: retryPriority },
        ]
      : [{ pollingIntervalSeconds: recurringPollingIntervalSeconds }]
  for (const lane of lanes)
    await boss.work(queue, { ...lane, includeMetadata: true, perJobResults: true }, jobs => {
      // More jobs may wait: this worker continues without a pause, and the other one starts.
      wake(boss, queue)
      return Promise.all(jobs.map(job => performAndReport(handler, job, tools)))
    })
}

/** Makes one idle worker of a queue look for jobs now. A busy worker looks again by itself. */
function wakeIdle(boss: PgBoss, queue: string): void {
  const idle = boss
    .getWipData()
    .find(({ name, count, options }) => name === queue && count === 0 && options.maxPriority === undefined)
  if (idle) boss.notifyWorker(idle.id)
}

/** Makes the workers of a queue look for jobs now. */
function wake(boss: PgBoss, queue: string): void {
  for (const { id, name } of boss.getWipData()) if (name === queue) boss.notifyWorker(id)
}

/** Offers pg-boss a job of each recurring kind. It accepts one per period, from the first server that offers it. */
async function addRecurring(boss: PgBoss, handlers: readonly Handler[]): Promise<void> {
  for (const { kind, everySeconds } of handlers) {
    if (everySeconds === undefined) continue
    const queue = queueOf(kind)
    if (await boss.sendThrottled(queue, {}, {}, everySeconds)) wake(boss, queue)
  }
}
