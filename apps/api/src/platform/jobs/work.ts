import type { PgBoss } from 'pg-boss'
import type { Log } from '../http/log.ts'
import { formerHandlers } from './former-queue.ts'
import type { Handler } from './jobs.ts'
import { performAndTell } from './perform.ts'
import { queueOf } from './queues.ts'

/** A second worker goes on while a job of the same kind is slow. */
const workersOfKind = 2
/** For what other servers added and for another try. What this server adds is looked for at once. */
const pollingIntervalSeconds = 2
/** Jobs that recur are added, or have failed before: neither is in a hurry. */
const recurringPollingIntervalSeconds = 30
/** pg-boss lets one job a period in, whichever server asks first. */
const askForRecurringEveryMs = 15_000
/** Nobody says when the transaction that adds a job commits, so it is looked for a few times, soon. */
const soonMs = [20, 100, 500]

export interface Work {
  /** A job of this queue is about to be committed. */
  expect(queue: string): void
  /** Adds no more recurring jobs. pg-boss stops its workers itself. */
  stop(): void
}

/** Has pg-boss's workers perform the jobs of each handler. */
export async function startWork(boss: PgBoss, handlers: readonly Handler[], log: Log): Promise<Work> {
  /** Has the workers of a queue look for jobs now. */
  const wake = (queue: string) => {
    for (const { id, name } of boss.getWipData()) if (name === queue) boss.notifyWorker(id)
  }
  const recurring = handlers.filter(({ everySeconds }) => everySeconds !== undefined)

  async function addRecurring(): Promise<void> {
    for (const { kind, everySeconds = 0 } of recurring) {
      const added = await boss.sendThrottled(queueOf(kind), {}, {}, everySeconds)
      if (added) wake(queueOf(kind))
    }
  }
  const inBackground = (step: () => Promise<void>) => void step().catch(() => {}) // `openBoss` tells failures

  for (const handler of [...handlers, ...(await formerHandlers(boss, handlers))]) {
    const queue = queueOf(handler.kind)
    const options =
      handler.everySeconds === undefined
        ? { localConcurrency: workersOfKind, pollingIntervalSeconds }
        : { pollingIntervalSeconds: recurringPollingIntervalSeconds }
    await boss.work(queue, { ...options, includeMetadata: true, perJobResults: true }, jobs => {
      // More may wait: this worker goes on without a pause, and the other one starts.
      wake(queue)
      return Promise.all(jobs.map(job => performAndTell(handler, job, log)))
    })
  }
  inBackground(addRecurring)
  // Before the first interval ends: after a crash of the only server its jobs wait for this.
  inBackground(() => boss.supervise())
  const timer = setInterval(() => inBackground(addRecurring), askForRecurringEveryMs)

  const expected = new Set<string>()
  return {
    expect(queue) {
      for (const ms of soonMs) {
        const look = `${queue} ${ms}`
        if (expected.has(look)) continue
        expected.add(look)
        setTimeout(() => {
          expected.delete(look)
          wake(queue)
        }, ms).unref()
      }
    },
    stop: () => clearInterval(timer),
  }
}
