import type { PgBoss } from 'pg-boss'
import type { Log } from '../http/log.ts'
import type { Handler } from './jobs.ts'
import { performAndTell } from './perform.ts'
import { queueOf } from './queues.ts'

/** A second worker goes on while a job of the same kind is slow. */
const workersOfKind = 2
/** For what other servers added and for another try. What this server adds is looked for at once. */
const pollingIntervalSeconds = 4
/** A recurring job is performed at once by the server that added it. The others look for one that failed. */
const recurringPollingIntervalSeconds = 30
const addRecurringEveryMs = 15_000
/** pg-boss is not told when the transaction that adds a job commits, so it looks a few times. */
const lookAfterMs = [15, 35, 75, 150, 300]

export interface Work {
  /** Looks for a job of this queue, which is about to be committed. */
  expect(queue: string): void
  /** Adds no more recurring jobs. `boss.stop` stops the workers. */
  stop(): void
}

/** Has pg-boss's workers perform the jobs of each handler. */
export async function startWork(boss: PgBoss, handlers: readonly Handler[], log: Log): Promise<Work> {
  for (const handler of handlers) await workOn(boss, handler, log)
  // `openBoss` tells what fails in the background. The first pass would otherwise come after an interval, and jobs of a server that crashed would wait for it.
  void boss.supervise().catch(() => {})
  const addAllRecurring = () => void addRecurring(boss, handlers).catch(() => {})
  addAllRecurring()
  const timer = setInterval(addAllRecurring, addRecurringEveryMs)

  const expected = new Set<string>()
  return {
    expect(queue) {
      for (const ms of lookAfterMs) {
        const look = `${queue} ${ms}`
        if (expected.has(look)) continue
        expected.add(look)
        setTimeout(() => {
          expected.delete(look)
          const idle = boss.getWipData().find(({ name, count }) => name === queue && count === 0)
          // A worker that is busy looks again by itself.
          if (idle) boss.notifyWorker(idle.id)
        }, ms).unref()
      }
    },
    stop: () => clearInterval(timer),
  }
}

async function workOn(boss: PgBoss, handler: Handler, log: Log): Promise<void> {
  const queue = queueOf(handler.kind)
  const often =
    handler.everySeconds === undefined
      ? { localConcurrency: workersOfKind, pollingIntervalSeconds }
      : { pollingIntervalSeconds: recurringPollingIntervalSeconds }
  await boss.work(queue, { ...often, includeMetadata: true, perJobResults: true }, jobs => {
    // More may wait: this worker goes on without a pause, and the other one starts.
    wake(boss, queue)
    return Promise.all(jobs.map(job => performAndTell(handler, job, log)))
  })
}

/** Has the workers of a queue look for jobs now. */
function wake(boss: PgBoss, queue: string): void {
  for (const { id, name } of boss.getWipData()) if (name === queue) boss.notifyWorker(id)
}

/** Offers a job of each kind that recurs. pg-boss takes one in each period, from whichever server offers it first. */
async function addRecurring(boss: PgBoss, handlers: readonly Handler[]): Promise<void> {
  for (const { kind, everySeconds } of handlers) {
    if (everySeconds === undefined) continue
    const queue = queueOf(kind)
    if (await boss.sendThrottled(queue, {}, {}, everySeconds)) wake(boss, queue)
  }
}
