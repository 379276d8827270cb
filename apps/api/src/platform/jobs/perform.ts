import type { Log } from '../http/log.ts'
import type { Handler } from './jobs.ts'
import { factsOf, type Job, type Queue } from './queue.ts'

/** Below the time after which a job lapses, so that two never do the same one at once. */
const jobTimeoutMs = 30_000

/** Does one job; throws what its handler threw. */
export async function perform(handlers: readonly Handler[], { id, data: { name, data } }: Job): Promise<void> {
  const found = handlers.find(({ kind }) => kind.name === name)
  // While versions follow one another, a later one may have added it: it does it, too.
  if (!found) throw new Error(`Nobody does ${name}.`)
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${name} took too long.`)), jobTimeoutMs)
  })
  await Promise.race([found.handle(data, id), tooLate]).finally(() => clearTimeout(timer))
}

/** Does one job and notes what came of it; never throws: what could not even be noted lapses, and is done again. */
export async function performAndNote(queue: Queue, handlers: readonly Handler[], job: Job, log: Log): Promise<void> {
  try {
    await perform(handlers, job)
    await queue.complete(job)
  } catch (error) {
    const why = factsOf(error)
    const facts = { job: job.id, kind: job.data.name, tries: job.retryCount + 1, ...why }
    if (queue.isLastTry(job)) log.error(facts, 'a job was given up')
    else log.warn(facts, 'a job failed and will be tried again')
    await queue.fail(job, why).catch(() => {})
  }
}
