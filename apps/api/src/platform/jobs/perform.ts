import type { Connections } from '@latchkey/database/client'
import type { JobResult, JobWithMetadata } from 'pg-boss'
import type { Log } from '../http/log.ts'
import { factsOf } from './boss.ts'
import type { Handler } from './jobs.ts'
import type { JobOutcome } from './measures.ts'
import { queueOf } from './queues.ts'
import { retryPriority } from './shares.ts'

/** Must be shorter than the queue's `expireInSeconds`: after that another server may perform the job. */
const jobTimeoutMs = 30_000

const demote = `
  update pgboss.job set priority = least(priority, $3) where name = $1 and id = $2 and state = 'active'`

type Job = Pick<JobWithMetadata<unknown>, 'id' | 'data'>
type Attempt = Pick<JobWithMetadata<unknown>, 'id' | 'data' | 'retryCount' | 'retryLimit'>

/** What performs jobs, and reports what became of each. */
export type Tools = Pick<Connections, 'query'> & {
  readonly log: Log
  count(kind: string, outcome: JobOutcome): void
}

/** Performs one job. Throws what its handler threw. */
export async function perform({ kind, handle }: Handler, { id, data }: Job): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  // Without this, pg-boss keeps the worker until the handler returns.
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${kind.name} took too long.`)), jobTimeoutMs)
  })
  await Promise.race([handle(data, id), tooLate]).finally(() => clearTimeout(timer))
}

/** Performs one job and returns its result for pg-boss. Logs a failure, and moves the job to the worker for retries. Never throws. */
export async function performAndReport(
  handler: Handler,
  job: Attempt,
  { log, query, count }: Tools,
): Promise<JobResult> {
  try {
    await perform(handler, job)
    count(handler.kind.name, 'completed')
    return { id: job.id, status: 'completed' }
  } catch (error) {
    // pg-boss would store the whole error, with its message and stack.
    const output = factsOf(error)
    const facts = { job: job.id, kind: handler.kind.name, tries: job.retryCount + 1, ...output }
    const isLast = job.retryCount >= job.retryLimit
    count(handler.kind.name, isLast ? 'given_up' : 'failed')
    if (isLast) log.error(facts, 'a job was given up')
    else log.warn(facts, 'a job failed and will be tried again')
    // pg-boss keeps the priority when it puts the job back. During an outage the job stays in its lane, and pg-boss logs the outage.
    await query(demote, [queueOf(handler.kind), job.id, retryPriority]).catch(() => {})
    return { id: job.id, status: 'failed', output }
  }
}
