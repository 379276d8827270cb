import type { JobResult, JobWithMetadata } from 'pg-boss'
import type { Log } from '../http/log.ts'
import { factsOf } from './boss.ts'
import type { Handler } from './jobs.ts'

/** Must be shorter than the queue's `expireInSeconds`: after that another server may perform the job. */
const jobTimeoutMs = 30_000

type Job = Pick<JobWithMetadata<unknown>, 'id' | 'data'>
type Attempt = Pick<JobWithMetadata<unknown>, 'id' | 'data' | 'retryCount' | 'retryLimit'>

/** Performs one job. Throws what its handler threw. */
export async function perform({ kind, handle }: Handler, { id, data }: Job): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  // Without this, pg-boss keeps the worker until the handler returns.
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${kind.name} took too long.`)), jobTimeoutMs)
  })
  await Promise.race([handle(data, id), tooLate]).finally(() => clearTimeout(timer))
}

/** Performs one job and returns its result for pg-boss. Logs a failure. Never throws. */
export async function performAndReport(handler: Handler, job: Attempt, log: Log): Promise<JobResult> {
  try {
    await perform(handler, job)
    return { id: job.id, status: 'completed' }
  } catch (error) {
    // pg-boss would store the whole error, with its message and stack.
    const output = factsOf(error)
    const facts = { job: job.id, kind: handler.kind.name, tries: job.retryCount + 1, ...output }
    if (job.retryCount >= job.retryLimit) log.error(facts, 'a job was given up')
    else log.warn(facts, 'a job failed and will be tried again')
    return { id: job.id, status: 'failed', output }
  }
}
